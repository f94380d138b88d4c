import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

// Not among the dependencies: it brings 190 MB for four figures. The version is fixed all the same.
const LIGHTHOUSE = 'lighthouse@12.8.2';
const PROGRAM = fileURLToPath(new URL('lighthouse.mjs', import.meta.url));

export interface PageScore {
  readonly name: string;
  readonly scores: Readonly<Record<string, number>>;
  /** Milliseconds until the largest part is painted, and in which nothing could be pressed. */
  readonly paint: number;
  readonly blocked: number;
  readonly shift: number;
  /** Audits with something to mend. */
  readonly lost: readonly string[];
}

/** Undefined where the package cannot be had. */
export async function lighthouseScores(origin: string, password: string): Promise<readonly PageScore[] | undefined> {
  const args = ['exec', '--yes', `--package=${LIGHTHOUSE}`, '--', 'node', PROGRAM, origin, password];
  const child = spawn('npm', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => void (output += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  const lines = output.split('\n').filter((line) => line.startsWith('{'));
  if (code !== 0 && lines.length === 0) return undefined;
  if (code !== 0) throw new Error(`Lighthouse ended with ${String(code)}`);
  return lines.map((line) => JSON.parse(line) as PageScore);
}
