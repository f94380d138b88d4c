import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { dyingWithParent, stopProcess } from '@waiaas/testing';
import { eventually } from './eventually.js';

const MAIN = fileURLToPath(new URL('../../../cli/dist/bundle/main.js', import.meta.url));
const START_SECONDS = 180;

/** Test chains make blocks when something happens, or have a time of their own: they are no witness of the hour. */
const TIME_OF_TEST_CHAINS = { WAIAAS_SECURITY_CHECK_CLOCK_BY_BLOCKS: 'false' } as const;

export interface DaemonFile {
  readonly pid: number;
  readonly signerPid: number;
  readonly port: number;
}

export interface DaemonOptions {
  /** Environment of the daemon, beside PATH and HOME. */
  readonly env?: Readonly<Record<string, string>>;
  /** An existing data directory, for a restart. */
  readonly dataDir?: string;
  /** Default: any free one. */
  readonly port?: number;
}

/** The real daemon in a process of its own, as an operator starts it, on a free port and a data directory of its own. */
export class DaemonProcess {
  #child: ChildProcess;
  #output = '';

  private constructor(
    child: ChildProcess,
    readonly dataDir: string,
    readonly options: DaemonOptions,
  ) {
    this.#child = child;
    const collect = (chunk: Buffer): void => void (this.#output += chunk.toString());
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
  }

  /** Everything the daemon has printed. */
  get output(): string {
    return this.#output;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Starts and waits until it listens. Throws with its output when it ends instead. */
  static async start(options: DaemonOptions = {}): Promise<DaemonProcess> {
    const daemon = await DaemonProcess.launch(options);
    await daemon.listening();
    return daemon;
  }

  /** Starts without waiting: for daemons that are expected to refuse. */
  static async launch(options: DaemonOptions = {}): Promise<DaemonProcess> {
    const dataDir = options.dataDir ?? (await mkdtemp(path.join(tmpdir(), 'waiaas-e2e-')));
    const command = [process.execPath, MAIN, 'start', '--data-dir', dataDir, '--port', String(options.port ?? 0)];
    const [program = process.execPath, ...args] = [...dyingWithParent(), ...command];
    const child = spawn(program, args, {
      env: { PATH: process.env['PATH'], HOME: dataDir, TZ: 'UTC', ...TIME_OF_TEST_CHAINS, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new DaemonProcess(child, dataDir, options);
  }

  async listening(): Promise<DaemonFile> {
    const isOver = async (): Promise<boolean> => !this.isRunning || (await this.#ownFile()) !== undefined;
    await eventually('the daemon listens', isOver, START_SECONDS);
    const file = await this.#ownFile();
    if (file === undefined) throw new Error(`the daemon did not start:\n${this.#output}`);
    return file;
  }

  /** `<data>/daemon.json`, once it is there. */
  async file(): Promise<DaemonFile | undefined> {
    try {
      return JSON.parse(await readFile(path.join(this.dataDir, 'daemon.json'), 'utf8')) as DaemonFile;
    } catch {
      return undefined;
    }
  }

  async #ownFile(): Promise<DaemonFile | undefined> {
    const file = await this.file();
    return file?.pid === this.pid ? file : undefined;
  }

  async url(): Promise<string> {
    return `http://127.0.0.1:${String((await this.listening()).port)}`;
  }

  async recoveryKey(): Promise<string> {
    return (await readFile(path.join(this.dataDir, 'recovery.key'), 'utf8')).trim();
  }

  async exited(): Promise<number | null> {
    if (this.isRunning) await once(this.#child, 'exit');
    return this.#child.exitCode;
  }

  async signal(signal: NodeJS.Signals): Promise<void> {
    if (!this.isRunning) return;
    this.#child.kill(signal);
    await this.exited();
  }

  /** Dies between any two instructions. */
  async kill(): Promise<void> {
    await this.signal('SIGKILL');
  }

  /** The signer of this moment; undefined while there is none. */
  async signerPid(): Promise<number | undefined> {
    const children = await readFile(`/proc/${String(this.pid)}/task/${String(this.pid)}/children`, 'utf8').catch(() => '');
    const [pid] = children.trim().split(' ').filter(Boolean).map(Number);
    return pid;
  }

  async signalSigner(signal: NodeJS.Signals): Promise<void> {
    const pid = await this.signerPid();
    if (pid !== undefined) signalIfAlive(pid, signal);
  }

  /** Stops the signer of this moment without ending it. It is resumed by its own id, whatever became of the daemon. */
  async pauseSigner(): Promise<{ resume(): void }> {
    const pid = await this.signerPid();
    if (pid === undefined) throw new Error('there is no signer to pause');
    await stopProcess(pid);
    return { resume: () => signalIfAlive(pid, 'SIGCONT') };
  }

  /** The same data directory, port and environment again, after whatever end this one has come to. */
  async restart(env: Readonly<Record<string, string>> = {}): Promise<DaemonProcess> {
    const port = (await this.file())?.port ?? this.options.port ?? 0;
    await this.signal('SIGTERM');
    return DaemonProcess.start({ dataDir: this.dataDir, port, env: { ...this.options.env, ...env } });
  }

  /** Ends it and removes what it left. */
  async dispose(): Promise<void> {
    await this.signal('SIGKILL');
    for (const directory of [this.dataDir, `${this.dataDir}-tokens`]) await rm(directory, { recursive: true, force: true });
  }
}

function signalIfAlive(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
