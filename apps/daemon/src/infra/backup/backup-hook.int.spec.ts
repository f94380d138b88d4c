import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../../../test/until.js';
import { runBackupHook } from './backup-hook.js';

const NEVER = new AbortController().signal;
const LONG = 60_000;

let folder: string;
const at = (name: string): string => path.join(folder, name);
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'waiaas-hook-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function program(...lines: readonly string[]): string {
  writeFileSync(at('hook'), ['#!/bin/sh', ...lines, ''].join('\n'), { mode: 0o700 });
  return at('hook');
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return !readFileSync(`/proc/${String(pid)}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
};
const pidIn = (name: string): Promise<number> =>
  until(async () => (existsSync(at(name)) ? Number(readFileSync(at(name), 'utf8')) || undefined : undefined));

describe('the backup hook', () => {
  it('gets the archive as its one argument and nothing of the environment', async () => {
    const hook = program(`echo "$#:$1" > ${at('told')}`, `env > ${at('env')}`);
    await runBackupHook(hook, '/x/a b;$(id).backup', { timeoutMs: LONG, signal: NEVER });
    expect(readFileSync(at('told'), 'utf8')).toBe('1:/x/a b;$(id).backup\n');
    const names = readFileSync(at('env'), 'utf8')
      .split('\n')
      .map((line) => line.split('=')[0]);
    expect(names.filter((name) => !['PATH', 'PWD', 'SHLVL', '_', 'OLDPWD', ''].includes(name ?? ''))).toEqual([]);
  });

  it.each([
    ['fails', () => program('exit 3')],
    ['is not there', () => at('nowhere')],
    [
      'may not be run',
      () => {
        writeFileSync(at('plain'), '');
        return at('plain');
      },
    ],
    ['ends itself', () => program('kill -9 $$')],
  ])('that %s is told as failed', async (_, hook) => {
    await expect(runBackupHook(hook(), 'a', { timeoutMs: LONG, signal: NEVER })).rejects.toMatchObject({ reason: 'HOOK_FAILED' });
  });

  const STUBBORN = () =>
    program(
      "trap '' TERM INT HUP",
      `(trap '' TERM INT HUP; echo $$ > ${at('ready')}; exec sleep 300) &`,
      `echo $! > ${at('child')}`,
      'wait',
    );

  it('that ignores signals and has children ends with all of them when its time is up', async () => {
    const run = runBackupHook(STUBBORN(), 'a', { timeoutMs: 1500, signal: NEVER });
    const child = pidIn('child');
    await expect(run).rejects.toMatchObject({ reason: 'HOOK_TIMEOUT' });
    const pid = await child;
    await until(async () => !isAlive(pid));
  });

  it('ends at once when the daemon stops', async () => {
    const stop = new AbortController();
    const run = runBackupHook(STUBBORN(), 'a', { timeoutMs: LONG, signal: stop.signal });
    const refused = expect(run).rejects.toMatchObject({ reason: 'HOOK_STOPPED' });
    const pid = await pidIn('child');
    expect(isAlive(pid)).toBe(true);
    stop.abort();
    await refused;
    await until(async () => !isAlive(pid));
  });

  it('does not begin when the daemon is stopping already', async () => {
    await expect(runBackupHook(STUBBORN(), 'a', { timeoutMs: LONG, signal: AbortSignal.abort() })).rejects.toMatchObject({
      reason: 'HOOK_STOPPED',
    });
  });
});
