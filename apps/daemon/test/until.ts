import { setTimeout } from 'node:timers/promises';

const PAUSE_MS = 20;

/** Waits for what comes by itself, looking again and again; the test's own timeout ends it. */
export async function until<T>(look: () => Promise<T | undefined | false>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    await setTimeout(PAUSE_MS);
  }
}
