import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { dyingWithParent } from '@waiaas/testing';
import { type Ran, run, type RunOptions, must, isOnPath } from './shell.js';

const NEEDED = ['ip', 'nsenter', 'unshare', 'curl', 'cat'];

/** Why no other machine can be had here, or undefined. */
export function machineObstacle(): string | undefined {
  if (process.platform !== 'linux') return 'not Linux';
  if (process.getuid?.() !== 0) return 'not root';
  const missing = NEEDED.filter((program) => !isOnPath(program));
  if (missing.length > 0) return `missing: ${missing.join(', ')}`;
  return spawnSync('unshare', ['--net', '--mount', 'true']).status === 0 ? undefined : 'namespaces are not allowed';
}

/**
 * Another machine as far as the network goes: a namespace that has nothing but a loopback. It has no name and is held by one process
 * that ends with its standard input, so that it is gone with whoever asked for it, however that ends; links and firewall rules go
 * with it.
 */
export class Machine {
  readonly #holder: ChildProcess;
  readonly #processes: ChildProcess[] = [];

  private constructor(holder: ChildProcess) {
    this.#holder = holder;
  }

  static async start(): Promise<Machine> {
    const holder = spawn('unshare', ['--net', 'sh', '-c', 'echo here; exec cat > /dev/null'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    holder.stdin?.on('error', () => undefined);
    await Promise.race([
      once(holder.stdout ?? holder, 'data'),
      once(holder, 'exit').then(() => Promise.reject(new Error('no network namespace can be made'))),
    ]);
    const machine = new Machine(holder);
    await machine.must(['ip', 'link', 'set', 'lo', 'up']);
    return machine;
  }

  /** The process whose namespace this is. */
  get pid(): number {
    return this.#holder.pid ?? 0;
  }

  /** What to put before a command so that it runs there. */
  get entry(): readonly string[] {
    return ['nsenter', '-t', String(this.pid), '-n', '--'];
  }

  run(command: readonly string[], options?: RunOptions): Promise<Ran> {
    return run([...this.entry, ...command], options);
  }

  must(command: readonly string[], options?: RunOptions): Promise<string> {
    return must([...this.entry, ...command], options);
  }

  /** A cable between two machines. Gives the addresses: of this end, and of the other. */
  async connect(other: Machine, net: number): Promise<readonly [here: string, there: string]> {
    const [here, there] = [`10.214.${net}.1`, `10.214.${net}.2`];
    const [ours, theirs] = [`far${net}`, `near${net}`];
    await this.must(['ip', 'link', 'add', ours, 'type', 'veth', 'peer', 'name', theirs, 'netns', String(other.pid)]);
    await this.must(['ip', 'addr', 'add', `${here}/24`, 'dev', ours]);
    await this.must(['ip', 'link', 'set', ours, 'up']);
    await other.must(['ip', 'addr', 'add', `${there}/24`, 'dev', theirs]);
    await other.must(['ip', 'link', 'set', theirs, 'up']);
    return [here, there];
  }

  /** The HTTP status that curl got, `refused` where nobody listens, `timeout` where nothing answers. */
  async status(...args: readonly string[]): Promise<string> {
    const { code, stdout } = await this.run(['curl', '-sS', '--max-time', '8', '-o', '/dev/null', '-w', '%{http_code}', ...args]);
    if (code === 7) return 'refused';
    return code === 28 ? 'timeout' : code === 0 ? stdout : `curl ${String(code)}`;
  }

  /** Body and status, as JSON. */
  async json(...args: readonly string[]): Promise<unknown> {
    return JSON.parse(await this.must(['curl', '-sS', '--max-time', '20', ...args]));
  }

  /** Starts a program there that lives until the machine is left. */
  start(
    command: readonly string[],
    options: { readonly env?: NodeJS.ProcessEnv; readonly stdio?: 'ignore' | 'pipe' } = {},
  ): ChildProcess {
    const [program = '', ...args] = [...dyingWithParent(), ...this.entry, ...command];
    const child = spawn(program, args, { stdio: options.stdio ?? 'ignore', ...(options.env ? { env: options.env } : {}) });
    this.#processes.push(child);
    return child;
  }

  async leave(): Promise<void> {
    for (const child of this.#processes.reverse()) {
      child.kill('SIGKILL');
      await ended(child);
    }
    this.#holder.stdin?.end();
    await ended(this.#holder);
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}
