import { setTimeout as pause } from 'node:timers/promises';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { StorageFault } from '../harness/storage-fault.js';
import type { TestDisk } from '../harness/test-disk.js';
import { LONG_MS, SHORT_MS, type Trouble } from './trouble.js';

const HOUR = 3600;

const REFUSED_WRITES: Trouble = {
  name: 'disk refuses a write',
  weight: 30,
  isAlone: true,
  strike: async (world, random) => {
    const where = random.pick([
      { table: 'transactions', operation: 'INSERT' },
      { table: 'transactions', operation: 'UPDATE' },
      { table: 'attempts', operation: 'INSERT' },
      { table: 'attempts', operation: 'UPDATE' },
    ]);
    const fault = StorageFault.refuse(world.daemon.dataDir, { ...where, when: '1' } as Parameters<typeof StorageFault.refuse>[1]);
    await pause(random.integer(SHORT_MS));
    fault.lift();
  },
};

const CLOCK_JUMPS: Trouble = {
  name: 'clock jumps',
  weight: 20,
  isAlone: true,
  makesWait: true,
  strike: async ({ clock }, random) => {
    const hours = 1 + random.integer(72);
    clock.set(random.pick([hours * HOUR, -hours * HOUR]));
    await pause(2 * random.integer(SHORT_MS));
    clock.set(0);
  },
};

const FREEZE_FILE: Trouble = {
  name: 'freeze by the file, and recover',
  weight: 1,
  isLong: true,
  strike: async (world, random) => {
    await writeFile(path.join(world.daemon.dataDir, 'FREEZE'), '');
    await pause(random.integer(LONG_MS));
    await world.recover();
  },
};

/** Only where the data lies on a file system of its own. */
function onDisk(
  trouble: Omit<Trouble, 'strike'>,
  strike: (disk: TestDisk, ...rest: Parameters<Trouble['strike']>) => Promise<void>,
) {
  return {
    ...trouble,
    strike: (world, random) => (world.disk === undefined ? Promise.resolve() : strike(world.disk, world, random)),
  } satisfies Trouble;
}

export const DISK_TROUBLES: readonly Trouble[] = [
  onDisk({ name: 'file system is full', weight: 4, isLong: true }, async (disk, _, random) => {
    disk.fill();
    await pause(random.integer(LONG_MS));
    disk.free();
  }),
  onDisk({ name: 'file system turns read-only', weight: 1, isLong: true }, async (disk, world, random) => {
    disk.fail();
    await pause(random.integer(LONG_MS));
    await world.daemon.kill();
    disk.repair();
    await world.restart();
  }),
];

/** What the machine does to a daemon. */
export const MACHINE_TROUBLES: readonly Trouble[] = [REFUSED_WRITES, CLOCK_JUMPS, FREEZE_FILE];
