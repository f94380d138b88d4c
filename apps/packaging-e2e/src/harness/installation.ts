import { type ChildProcess } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Machine } from './machine.js';
import { ROOT } from './project.js';
import { eventually, type Ran } from './shell.js';

const MAIN = path.join(ROOT, 'apps/cli/dist/bundle/main.js');
export const PASSWORD = 'violet-harbour-thunder-41';
export const NAME = 'wallet.test';
export const PROXY_PORT = 8443;

/** Daemon and proxy on a machine, as somebody without containers runs them. */
export class Installation {
  #daemon: ChildProcess | undefined;
  #log = '';

  private constructor(
    private readonly machine: Machine,
    private readonly folder: string,
  ) {}

  static async make(machine: Machine): Promise<Installation> {
    const folder = await mkdtemp(path.join(tmpdir(), 'waiaas-boundary-'));
    // The workers of a proxy that root started are somebody else.
    await chmod(folder, 0o755);
    return new Installation(machine, folder);
  }

  get data(): string {
    return path.join(this.folder, 'data');
  }

  file(name: string): string {
    return path.join(this.folder, name);
  }

  /** The program `waiaas`, to its end. */
  waiaas(...args: readonly string[]): Promise<Ran> {
    return this.machine.run([process.execPath, MAIN, ...args], { env: this.#environment, cwd: this.folder });
  }

  /** The daemon on port 3100; resolves when it listens. */
  async startDaemon(environment: Readonly<Record<string, string>> = {}): Promise<void> {
    const daemon = this.machine.start([process.execPath, MAIN, 'start'], {
      env: { PATH: process.env['PATH'], HOME: this.folder, ...this.#environment, ...environment },
      stdio: 'pipe',
    });
    this.#daemon = daemon;
    const collect = (chunk: Buffer): void => void (this.#log += chunk.toString());
    daemon.stdout?.on('data', collect);
    daemon.stderr?.on('data', collect);
    await eventually(
      () => Promise.resolve(daemon.exitCode ?? this.#log),
      (seen) => typeof seen === 'number' || seen.includes('is ready at'),
      60,
    );
    if (daemon.exitCode !== null) throw new Error(`the daemon did not start: ${this.#log}`);
  }

  async stopDaemon(): Promise<void> {
    const daemon = this.#daemon;
    if (daemon === undefined || daemon.exitCode !== null) return;
    daemon.kill('SIGTERM');
    await eventually(
      () => Promise.resolve(daemon.exitCode),
      (code) => code !== null,
      30,
    );
    this.#log = '';
  }

  /** The proxy on every address of the machine, after `waiaas proxy init`. */
  async startProxy(bind: string): Promise<void> {
    const site = this.file('site');
    await mkdir(site);
    await symlink(path.join(ROOT, 'apps/dashboard/dist'), path.join(site, 'admin'));
    // Processes of its own: master and workers of nginx end with the script, however that ends.
    const together = ['unshare', '--pid', '--fork', '--kill-child', '--mount-proc'];
    this.machine.start([...together, 'sh', path.join(ROOT, 'nginx/conf/entrypoint.sh')], {
      env: {
        PATH: process.env['PATH'],
        WAIAAS_PROXY_DIR: path.join(this.data, 'proxy'),
        WAIAAS_PROXY_BIND: bind,
        WAIAAS_PROXY_NAME: NAME,
        WAIAAS_PROXY_LISTEN: String(PROXY_PORT),
        WAIAAS_PROXY_UPSTREAM: '127.0.0.1:3100',
        WAIAAS_PROXY_SITE: site,
        WAIAAS_PROXY_RUN: path.join(this.folder, 'run'),
      },
    });
    await eventually(
      () => this.machine.status('-k', `https://localhost:${PROXY_PORT}/health`),
      (status) => status === '200',
      30,
    );
  }

  /** A client certificate in a file. */
  async client(name: string, role: string): Promise<string> {
    const file = this.file(`${name}.pem`);
    const { code, stderr } = await this.waiaas('proxy', 'add-client', name, '--role', role, '--out', file);
    if (code !== 0) throw new Error(stderr);
    return file;
  }

  async json(route: string, body?: object): Promise<Record<string, unknown>> {
    const sent = body === undefined ? [] : ['-H', 'Content-Type: application/json', '-d', JSON.stringify(body)];
    const url = `http://127.0.0.1:3100${route}`;
    return (await this.machine.json('-H', `X-Master-Password: ${PASSWORD}`, ...sent, url)) as Record<string, unknown>;
  }

  /** What doctor on the machine fails. */
  async doctorFails(...args: readonly string[]): Promise<readonly string[]> {
    const { stdout } = await this.waiaas('doctor', '--json', ...args);
    const { results } = JSON.parse(stdout) as { results: readonly { check: string; verdict: string }[] };
    return results.filter(({ verdict }) => verdict === 'fail').map(({ check }) => check);
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  get #environment(): Record<string, string> {
    return {
      WAIAAS_DATA_DIR: this.data,
      WAIAAS_MASTER_PASSWORD: PASSWORD,
      WAIAAS_PROXY_DIR: path.join(this.data, 'proxy'),
      WAIAAS_PROXY_CA_DIR: path.join(this.data, 'proxy-ca'),
    };
  }
}
