import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FixedClock } from '../../../test/fixed-clock.js';
import { FixedSettings } from '../../../test/fixed-settings.js';
import { Logger } from '../../common/logging/logger.js';
import type { FoundBackup } from './backup-folder.js';
import type { BackupRun } from './backup-run.service.js';
import type { BackupService } from './backup.service.js';
import { BackupTimer } from './backup.timer.js';
import type { Installation } from './installation.repository.js';

const HOUR = 3600;
const LOOK_MS = 60_000;

let clock: FixedClock;
let settings: FixedSettings;
let archives: number[];
let runs: string[];
let failing: boolean;
let timer: BackupTimer;

beforeEach(() => {
  vi.useFakeTimers();
  clock = new FixedClock();
  settings = new FixedSettings();
  [archives, runs, failing] = [[], [], false];
  const born = clock.nowSeconds();
  const run = async ({ actor }: { actor: string }): Promise<void> => {
    runs.push(actor);
    if (failing) throw new Error('disk full');
    archives.unshift(clock.nowSeconds());
  };
  const list = () => archives.map((at) => ({ header: { createdAt: new Date(at * 1000).toISOString() } }) as FoundBackup);
  timer = new BackupTimer(
    { run } as unknown as BackupRun,
    { list } as unknown as BackupService,
    { bornAt: async () => born } as unknown as Installation,
    settings,
    clock,
    new Logger('fatal'),
  );
  timer.onApplicationBootstrap();
});
afterEach(async () => {
  await timer.onApplicationShutdown();
  vi.useRealTimers();
});

/** Time goes by, and one look at it. */
async function after(seconds: number): Promise<number> {
  clock.advance(seconds);
  await vi.advanceTimersByTimeAsync(LOOK_MS);
  return runs.length;
}

describe('the schedule of backups', () => {
  it('makes the first a day after the installation, and each next a day after the one before', async () => {
    expect(await after(24 * HOUR - 1)).toBe(0);
    expect(await after(1)).toBe(1);
    expect(await after(24 * HOUR - 1)).toBe(1);
    expect(await after(1)).toBe(2);
    expect(runs).toEqual(['schedule', 'schedule']);
  });

  it('counts from the newest archive, whoever made it and whenever the daemon was started', async () => {
    archives = [clock.nowSeconds() - 23 * HOUR];
    expect(await after(0)).toBe(0);
    expect(await after(HOUR)).toBe(1);
  });

  it('follows the setting at once, and makes none where it is 0', async () => {
    settings.set('backup.interval_hours', 0);
    expect(await after(1000 * HOUR)).toBe(0);
    settings.set('backup.interval_hours', 1);
    expect(await after(0)).toBe(1);
  });

  it('tries again at the next look after one that failed', async () => {
    failing = true;
    expect(await after(24 * HOUR)).toBe(1);
    failing = false;
    expect(await after(60)).toBe(2);
    expect(await after(60)).toBe(2);
  });

  it('waits for the clock where that was set back a day, and makes none twice', async () => {
    await after(24 * HOUR);
    expect(await after(-24 * HOUR)).toBe(1);
    expect(await after(24 * HOUR)).toBe(1);
    expect(await after(24 * HOUR)).toBe(2);
  });

  it('begins none after the stop', async () => {
    await timer.onApplicationShutdown();
    expect(await after(48 * HOUR)).toBe(0);
  });
});
