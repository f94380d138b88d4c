import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { dyingWithParent } from '@waiaas/testing';
import { PASSWORD } from './installation.js';
import { ROOT } from './project.js';
import { eventually } from './shell.js';

/** The built daemon on this machine, on any free port. */
export class LocalDaemon {
  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
    readonly url: string,
  ) {}

  static async start(): Promise<LocalDaemon> {
    const folder = await mkdtemp(path.join(tmpdir(), 'waiaas-attacked-'));
    const main = path.join(ROOT, 'apps/cli/dist/bundle/main.js');
    const [program = '', ...args] = [...dyingWithParent(), process.execPath, main, 'start', '--data-dir', folder, '--port', '0'];
    const child = spawn(program, args, {
      env: { PATH: process.env['PATH'], HOME: folder, WAIAAS_MASTER_PASSWORD: PASSWORD },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let seen = '';
    child.stdout.on('data', (chunk: Buffer) => (seen += chunk.toString()));
    const url = await eventually(
      () => Promise.resolve(child.exitCode === null ? /http:\/\/127\.0\.0\.1:\d+/.exec(seen)?.[0] : 'none'),
      (found) => found !== undefined,
      60,
    );
    if (url === undefined || url === 'none') throw new Error(`the daemon ended before it was ready: ${seen}`);
    return new LocalDaemon(child, folder, url);
  }

  get port(): string {
    return new URL(this.url).port;
  }

  async json(route: string): Promise<Record<string, unknown>> {
    const response = await fetch(`${this.url}${route}`, { headers: { 'x-master-password': PASSWORD } });
    return (await response.json()) as Record<string, unknown>;
  }

  async end(): Promise<void> {
    this.child.kill('SIGTERM');
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'exit');
    await rm(this.folder, { recursive: true, force: true });
  }
}
