import { setTimeout } from 'node:timers/promises';
import { isBusy } from './storage-error.js';

const PAUSE_MS = 25;
const ATTEMPTS = 40;

/** Again while another process holds the lock that this needs. */
export async function retryBusy<T>(run: () => T | Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run();
    } catch (error) {
      if (attempt >= ATTEMPTS || !isBusy(error)) throw error;
      await setTimeout(PAUSE_MS);
    }
  }
}
