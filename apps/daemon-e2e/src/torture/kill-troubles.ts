import { setTimeout as pause } from 'node:timers/promises';
import { KILL_POINTS, type KillPoint } from '../harness/kill-points.js';
import { anyNetwork } from './torture-world.js';
import type { Trouble } from './trouble.js';

/** A point that no payment of this cycle passes is left again. */
const POINT_PATIENCE_MS = 2000;
const SELDOM = { weight: 1, isLong: true } as const;

function killing(victim: 'daemon' | 'signer' | 'both'): Trouble {
  return {
    ...SELDOM,
    name: `kill ${victim}`,
    strike: async (world, random) => {
      if (victim !== 'daemon') await world.daemon.signalSigner('SIGKILL');
      if (victim === 'both') await pause(random.integer(20));
      if (victim === 'signer') return;
      await world.daemon.kill();
      await world.restart();
    },
  };
}

function killingAt(point: KillPoint): Trouble {
  return {
    ...SELDOM,
    name: `kill ${point.name}`,
    strike: async (world, random) => {
      const [network, victim] = [anyNetwork(world, random), random.pick(['daemon', 'both'])];
      const halt = await point.halt({ daemon: world.daemon, network });
      const reached = halt.reached().catch(() => undefined);
      await Promise.race([reached, pause(POINT_PATIENCE_MS)]);
      if (victim === 'both') await world.daemon.signalSigner('SIGKILL');
      await world.daemon.kill();
      await halt.release();
      await world.restart();
    },
  };
}

/** The processes die: at any moment, and at every named point between two steps of a payment. */
export const KILL_TROUBLES: readonly Trouble[] = [
  killing('daemon'),
  killing('signer'),
  killing('both'),
  ...KILL_POINTS.map(killingAt),
];
