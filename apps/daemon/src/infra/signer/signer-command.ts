import { existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ConfiguredPassword } from './configured-password.js';

export interface SignerCommand {
  readonly command: string;
  readonly args: readonly string[];
}

const SHELL = '/bin/sh';
// A shell exists wherever a limit can be set. `exec` keeps the process id; a shell without the limit goes on without it.
const WITHOUT_CORE_DUMPS = 'ulimit -c 0 2>/dev/null; exec "$0" "$@"';

/**
 * Starts a program that can open no socket: as the image has it, and as the build makes it where there is a C compiler. Elsewhere the
 * signer keeps off the network by having no code for it.
 */
const NO_NETWORK = ['../../../../../docker/no-network', '../../no-network']
  .map((place) => fileURLToPath(new URL(place, import.meta.url)))
  .find((program) => existsSync(program));

/** Where the built signer of this installation starts. */
export function resolveSignerMain(): string {
  const manifest = createRequire(import.meta.url).resolve('@waiaas/signer/package.json');
  return join(dirname(realpathSync(manifest)), 'dist', 'main.js');
}

/**
 * The command line of the signer: no core dumps, no code from strings, and Node's permission model, which leaves it the code it runs and
 * the two files that are its own: the one its password is in and its record of signatures. Of FREEZE beside it it may see whether it is there. No other
 * file of the data directory, no child process, no worker, and no socket where Node can refuse that.
 */
export function signerCommand(main: string, password: ConfiguredPassword, bookPath?: string): SignerCommand {
  const own = bookPath === undefined ? [] : [bookPath];
  const args = [...hardening(), ...permissions(main, password, own), main, ...own];
  if (process.platform === 'win32' || !existsSync(SHELL)) return { command: process.execPath, args };
  const program = [...(NO_NETWORK === undefined ? [] : [NO_NETWORK]), process.execPath];
  return { command: SHELL, args: ['-c', WITHOUT_CORE_DUMPS, ...program, ...args] };
}

function hardening(): readonly string[] {
  const wanted = ['--disallow-code-generation-from-strings', '--disable-sigusr1'];
  return ['--no-warnings', ...wanted.filter((flag) => process.allowedNodeEnvironmentFlags.has(flag))];
}

function permissions(main: string, password: ConfiguredPassword, own: readonly string[]): readonly string[] {
  const flags = process.allowedNodeEnvironmentFlags;
  const permission = ['--permission', '--experimental-permission'].find((flag) => flags.has(flag));
  // argon2 is native code; without the flag for it the model would refuse to load it.
  if (permission === undefined || !flags.has('--allow-addons')) return [];
  const books = own.map((path) => `${path}*`);
  const freezeFiles = own.map((path) => join(dirname(path), 'FREEZE'));
  const code = codeDirectories(main).map((directory) => `${directory}/`);
  const reads = [...code, '/etc/alpine-release', ...passwordPaths(password), ...books, ...freezeFiles];
  const writes = [...(password.kind === 'provisioned' ? [`${password.path}*`] : []), ...books];
  return [
    permission,
    '--allow-addons',
    ...reads.map((path) => `--allow-fs-read=${path}`),
    ...writes.map((path) => `--allow-fs-write=${path}`),
  ];
}

function passwordPaths(password: ConfiguredPassword): readonly string[] {
  switch (password.kind) {
    case 'file':
      return [password.path];
    case 'provisioned':
      return [`${password.path}*`];
    case 'environment':
      return [`/proc/${String(password.pid)}/environ`];
    case 'prompt':
      return [];
  }
}

/** The signer's package, the two libraries it is made of (links in a workspace) and every node_modules above them. */
function codeDirectories(main: string): readonly string[] {
  const directories = new Set([dirname(dirname(main))]);
  for (let at = dirname(main); at !== dirname(at); at = dirname(at)) {
    const modules = join(at, 'node_modules');
    if (!existsSync(modules)) continue;
    directories.add(modules);
    for (const name of ['core', 'keystore']) {
      const library = join(modules, '@waiaas', name);
      if (existsSync(library)) directories.add(realpathSync(library));
    }
  }
  return [...directories];
}
