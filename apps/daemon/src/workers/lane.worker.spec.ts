import { networkOf } from '@waiaas/core';
import type { Lane } from '@waiaas/pipeline';
import { describe, expect, it, vi } from 'vitest';
import type { ExecuteContexts } from './execute-contexts.js';
import { LaneWorker } from './lane.worker.js';
import type { WorkerLog } from './worker-log.js';

const LANE: Lane = { walletId: 'wallet', network: 'ethereum-sepolia', from: '0x2' };
/** More than a visit that finds nothing takes to end. */
const LAST_STEP = 60;

/** A lane that has nothing to do; `onVisit` hears of each visit as it begins. */
function workerOf(onVisit: () => void): LaneWorker {
  const context = {
    chain: { network: networkOf(LANE.network) },
    store: {
      executable: () => {
        onVisit();
        return Promise.resolve([]);
      },
    },
  };
  const contexts = { of: () => context } as unknown as ExecuteContexts;
  return new LaneWorker(contexts, { failed: vi.fn() } as unknown as WorkerLog);
}

async function microtasks(count: number): Promise<void> {
  for (let step = 0; step < count; step += 1) await Promise.resolve();
}

describe('LaneWorker', () => {
  it('visits again after a kick, whichever step of a visit it falls into', async () => {
    for (let step = 0; step < LAST_STEP; step += 1) {
      let visits = 0;
      const worker = workerOf(() => (visits += 1));
      worker.kick(LANE);
      await microtasks(step);
      const before = visits;
      worker.kick(LANE);
      await microtasks(LAST_STEP);
      expect(visits, `kicked at step ${String(step)}`).toBe(before + 1);
    }
  });
});
