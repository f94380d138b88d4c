import { setTimeout as pause } from 'node:timers/promises';

const PACE_MS = 25;

/** Asks again until the answer is yes. Fails by name after `seconds`: generous, since a loaded machine is no defect. */
export async function eventually(what: string, isSo: () => boolean | Promise<boolean>, seconds = 30): Promise<void> {
  const deadline = performance.now() + seconds * 1000;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`it never came to this: ${what}`);
    await pause(PACE_MS);
  }
}
