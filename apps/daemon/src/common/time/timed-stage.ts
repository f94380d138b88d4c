import { channel } from 'node:diagnostics_channel';

/** What a payment passes through in this process. What it waits for on a chain is told by the age of open rows. */
export type Stage = 'prepare' | 'decide' | 'execute' | 'sign';

export interface StageTime {
  readonly stage: Stage;
  readonly ms: number;
}

const STAGES = channel('waiaas:stage');

/** Runs a stage and tells whoever counts how long it took, also where it fails. */
export async function timedStage<T>(stage: Stage, run: () => Promise<T>): Promise<T> {
  if (!STAGES.hasSubscribers) return run();
  const begun = performance.now();
  try {
    return await run();
  } finally {
    const time: StageTime = { stage, ms: performance.now() - begun };
    STAGES.publish(time);
  }
}
