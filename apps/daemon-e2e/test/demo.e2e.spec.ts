import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { eventually } from '../src/harness/eventually.js';

const PROGRAM = fileURLToPath(new URL('../src/demo/run.mjs', import.meta.url));
const MINUTES = 60_000;

let folder: string;
let child: ChildProcess;
let output: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'waiaas-demo-'));
  output = '';
  child = spawn(process.execPath, ['--conditions', '@waiaas/source', PROGRAM], {
    env: { PATH: process.env['PATH'], HOME: folder, TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => void (output += chunk.toString()));
});
afterEach(() => {
  child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

async function ended(): Promise<number | null> {
  if (child.exitCode === null) await once(child, 'exit');
  return child.exitCode;
}

/** Whatever listened on an address the story names listens no more. */
async function areClosed(urls: readonly string[]): Promise<boolean> {
  const answers = await Promise.allSettled(urls.map((url) => fetch(url)));
  return answers.every(({ status }) => status === 'rejected');
}

const urls = (): readonly string[] => [...new Set(output.match(/http:\/\/127\.0\.0\.1:\d+/g) ?? [])];

it(
  'tells its story to the end and leaves nothing behind',
  async () => {
    expect([await ended(), output]).toEqual([0, expect.stringContaining('That was it.')]);
    for (const part of [
      'tier INSTANT, confirmed',
      'tier NOTIFY, confirmed',
      'A payment was sent',
      'tier DELAY, it would run in 15 minutes',
      '403 OWNER_REQUIRED',
      'APPROVE sending 0.4 ETH (about 800.00 USD)',
      'tier APPROVAL, confirmed',
      '401 INVALID_NONCE',
      '403 POLICY_DENIED: WHITELIST says WHITELIST_VIOLATION',
      'The stranger has 0 lamports.',
      'the recipient has 0.002 ETH',
      'rows of the audit chain follow one from the other',
    ]) {
      expect(output).toContain(part);
    }
    expect(output).not.toContain('\u001b');
    expect(readdirSync(folder)).toEqual([]);
    expect(urls().length).toBeGreaterThanOrEqual(3);
    expect(await areClosed(urls())).toBe(true);
  },
  3 * MINUTES,
);

it(
  'cleans up when somebody has seen enough',
  async () => {
    await eventually('the second chapter begins', () => output.includes('── 2.'), 90);
    child.kill('SIGINT');
    expect(await ended()).toBe(130);
    expect(readdirSync(folder)).toEqual([]);
    expect(await areClosed(urls())).toBe(true);
  },
  3 * MINUTES,
);
