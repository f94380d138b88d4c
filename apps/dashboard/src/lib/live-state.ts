import { createStore } from './store';

/** While events arrive reads follow them; while none can, pages ask by themselves. */
export const isLive = createStore(false);

const POLL_MS = 5000;
/** Events may be lost to a bug: once a minute everything seen is read anyway. */
const SAFETY_MS = 60_000;

export function liveInterval(): number {
  return isLive.get() ? SAFETY_MS : POLL_MS;
}
