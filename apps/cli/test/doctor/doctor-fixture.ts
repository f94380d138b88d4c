import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import type { InstallationFacts } from '../../src/daemon-program.port.js';
import type { DoctorTarget } from '../../src/doctor/target.js';
import type { CheckResult } from '../../src/doctor/verdict.js';

const MAIN = path.resolve(import.meta.dirname, '..', '..', 'dist', 'bundle', 'main.js');
export const PASSWORD = 'violet-harbour-thunder-41';

/** `fail compose-ports`, one for each result. */
export const verdicts = (results: readonly CheckResult[]) => results.map(({ verdict, check }) => `${verdict} ${check}`);

export function installationIn(dataDirectory: string, facts: Partial<InstallationFacts> = {}): InstallationFacts {
  return {
    dataDirectory,
    port: 3100,
    databaseFile: path.join(dataDirectory, 'data', 'waiaas.db'),
    secretFiles: [],
    passwordFile: null,
    endpoints: [],
    rpcTimeoutMs: 5000,
    inContainer: false,
    ...facts,
  };
}

export function targetOf(parts: Partial<DoctorTarget> = {}): DoctorTarget {
  return {
    url: new URL('http://127.0.0.1:1'),
    proxyUrl: new URL('https://127.0.0.1:1'),
    installation: undefined,
    inContainer: false,
    composeFiles: [],
    dockerSocket: '/nowhere/docker.sock',
    password: undefined,
    ownAddresses: [],
    procRoot: '/proc',
    variables: {},
    now: () => Date.now() / 1000,
    checkDatabase: () => undefined,
    ...parts,
  };
}

/** Servers and programs of one test; `end` takes them all away. */
export class Stage {
  readonly #servers: Server[] = [];
  readonly #children: ChildProcess[] = [];

  async serve(listener: RequestListener, host = '127.0.0.1'): Promise<URL> {
    const server = createServer(listener);
    this.#servers.push(server);
    server.listen(0, host);
    await once(server, 'listening');
    return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  }

  async serveSocket(file: string, listener: RequestListener): Promise<void> {
    const server = createServer(listener);
    this.#servers.push(server);
    server.listen(file);
    await once(server, 'listening');
  }

  /** The built daemon on a data directory of its own; gives its address. */
  startDaemon(dataDirectory: string, environment: Record<string, string> = {}): Promise<URL> {
    const child = this.#launch(['start', '--data-dir', dataDirectory, '--port', '0'], environment);
    return new Promise((resolve, reject) => {
      let seen = '';
      child.stdout?.on('data', (chunk: Buffer) => {
        seen += chunk.toString();
        const address = /http:\/\/127\.0\.0\.1:\d+/.exec(seen)?.[0];
        if (address !== undefined) resolve(new URL(address));
      });
      child.once('exit', () => reject(new Error(`the daemon ended before it was ready: ${seen}`)));
    });
  }

  /** `waiaas …` as a user types it; `before` is what comes before the command. */
  async run(
    args: readonly string[],
    environment: Record<string, string> = {},
    before: readonly string[] = [],
  ): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
    const child = this.#launch(args, environment, before);
    const [stdout, stderr, [code]] = await Promise.all([
      text(child.stdout ?? process.stdin),
      text(child.stderr ?? process.stdin),
      once(child, 'exit'),
    ]);
    return { code: code as number, stdout, stderr };
  }

  async stopPrograms(): Promise<void> {
    for (const child of this.#children.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
  }

  async end(): Promise<void> {
    await this.stopPrograms();
    for (const server of this.#servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  }

  #launch(args: readonly string[], environment: Record<string, string>, before: readonly string[] = []): ChildProcess {
    const [program = '', ...rest] = [...before, process.execPath, MAIN, ...args];
    const child = spawn(program, rest, {
      env: { PATH: process.env['PATH'], HOME: '/nonexistent', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      cwd: import.meta.dirname,
    });
    this.#children.push(child);
    return child;
  }
}
