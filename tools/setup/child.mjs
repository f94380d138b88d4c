import { spawn } from 'node:child_process';

/** The environment without the master password: no child of ours inherits it. */
export function publicEnvironment(extra = {}) {
  const { WAIAAS_MASTER_PASSWORD: _password, ...rest } = process.env;
  return { ...rest, ...extra };
}

/** Runs a program to its end. Resolves to its exit code and, when `quiet`, everything it printed. */
export function run([program, ...args], { cwd, env = {}, quiet = false } = {}) {
  return new Promise((resolve, reject) => {
    const stdio = quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'];
    const child = spawn(program, args, { cwd, env: publicEnvironment(env), stdio });
    const chunks = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => chunks.push(chunk));
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code: code ?? 1, signal, output: Buffer.concat(chunks).toString() }));
  });
}
