import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { SolanaControl } from './solana-control.js';
import { DEFAULT_NODE_OPTIONS, type SolanaNodeOptions } from './solana-node-options.js';

/** A running test chain: the controls of its first endpoint, and those of the others. */
export interface SolanaNode extends AsyncDisposable {
  readonly url: string;
  readonly control: SolanaControl;
  readonly endpoints: readonly SolanaControl[];
  readonly pid: number;
  /** Ends the process and waits for it. */
  stop(): Promise<void>;
  /** Ends it the hard way: open connections break. */
  kill(): Promise<void>;
}

function entryArguments(): string[] {
  if (!import.meta.url.endsWith('.ts')) return [fileURLToPath(new URL('./node/main.js', import.meta.url))];
  const loader = new URL('./node/source-loader.mjs', import.meta.url).href;
  return ['--import', loader, fileURLToPath(new URL('./node/main.ts', import.meta.url))];
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}

async function readUrls(child: ChildProcess): Promise<readonly string[]> {
  if (child.stdout === null) throw new Error('the Solana test node has no output');
  const lines = createInterface({ input: child.stdout });
  const exited = once(child, 'exit').then(() => {
    throw new Error('the Solana test node ended before it listened');
  });
  const [line] = (await Promise.race([once(lines, 'line'), exited])) as [string];
  exited.catch(() => undefined);
  return (JSON.parse(line) as { urls: string[] }).urls;
}

/**
 * Starts a real Solana virtual machine behind JSON-RPC on a free port of 127.0.0.1, in a process of its own: the machine can abort its process.
 *
 * It runs real programs, fees, rent and signature checks. It has no forks, votes or fee market of its own;
 * account reads show the newest state at every commitment, and inner instructions are not printed.
 */
export async function startSolanaNode(options: Partial<SolanaNodeOptions> = {}): Promise<SolanaNode> {
  const settings = JSON.stringify({ ...DEFAULT_NODE_OPTIONS, ...options });
  const child = spawn(process.execPath, [...entryArguments(), settings], { stdio: ['pipe', 'pipe', 'inherit'] });
  const urls = await readUrls(child);
  const endpoints = urls.map((url) => new SolanaControl(url));
  const [control] = endpoints;
  if (control === undefined || child.pid === undefined) throw new RangeError('a Solana test node needs one endpoint at least');
  const stop = (): Promise<void> => end(child, 'SIGTERM');
  const kill = (): Promise<void> => end(child, 'SIGKILL');
  return { url: control.url, control, endpoints, pid: child.pid, stop, kill, [Symbol.asyncDispose]: stop };
}
