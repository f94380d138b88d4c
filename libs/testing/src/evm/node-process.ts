import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { stopProcess } from '../stop-process.js';
import { dyingWithParent } from './dying-with-parent.js';

/** A node program as a child process that cannot outlive its parent. */
export class NodeProcess {
  readonly #child: ChildProcess;
  readonly #killAtExit: () => void;

  private constructor(child: ChildProcess) {
    this.#child = child;
    this.#killAtExit = () => child.kill('SIGKILL');
    process.once('exit', this.#killAtExit);
  }

  /** Starts a program and gives the first group of the first line that matches. Throws with its output when it ends before. */
  static async start(command: string, args: readonly string[], ready: RegExp): Promise<{ node: NodeProcess; found: string }> {
    const [program, ...rest] = [...dyingWithParent(), command, ...args];
    const child = spawn(program ?? command, rest, { stdio: ['ignore', 'pipe', 'pipe'], env: {} });
    const node = new NodeProcess(child);
    const found = await waitForLine(child, ready).catch(async (error: unknown) => {
      await node.kill();
      throw error;
    });
    return { node, found };
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Stops answering without closing a connection. */
  async pause(): Promise<void> {
    if (this.#child.pid !== undefined) await stopProcess(this.#child.pid);
  }

  resume(): void {
    this.#child.kill('SIGCONT');
  }

  /** Lets the program end in its own way. */
  async stop(): Promise<void> {
    this.resume();
    await this.#end('SIGINT');
  }

  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    process.off('exit', this.#killAtExit);
    if (this.#child.exitCode !== null || this.#child.signalCode !== null || this.#child.pid === undefined) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill(signal);
    await exited;
  }
}

function waitForLine(child: ChildProcess, ready: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    let isReady = false;
    const onData = (chunk: Buffer): void => {
      // The pipe is read to the end of the process: a full one would stop it.
      if (isReady) return;
      output += chunk.toString('utf8');
      const found = ready.exec(output)?.[1];
      if (found === undefined) return;
      isReady = true;
      resolve(found);
    };
    child.stdout?.on('data', onData);
    child.stderr?.on('data', onData);
    child.once('error', reject);
    child.once('exit', () => {
      reject(new Error(`the node ended before it was ready:\n${output.slice(-2000)}`));
    });
  });
}
