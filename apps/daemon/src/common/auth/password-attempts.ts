const BACKOFF_MAX_SECONDS = 300;
const LOCKOUT_FAILURES = 5;
const LOCKOUT_WINDOW_SECONDS = 300;
const LOCKOUT_SECONDS = 300;
/** During a lockout one real verification per this many seconds still runs, so that its owner can get in. */
const LOCKOUT_PROBE_SECONDS = 10;

/** Failures as they are stored; times are Unix seconds. */
export interface AttemptCounter {
  readonly id: string;
  readonly failures: number;
  readonly windowStart: number;
  readonly lastAt: number;
  readonly lockedUntil: number | null;
}

export function newCounter(id: string): AttemptCounter {
  return { id, failures: 0, windowStart: 0, lastAt: 0, lockedUntil: null };
}

/** After the n-th failure in a row an address waits 2^(n-1) seconds, at most 300. */
export function backoffWait(counter: AttemptCounter, now: number): number {
  if (counter.failures === 0) return 0;
  const delay = Math.min(2 ** Math.min(counter.failures - 1, 30), BACKOFF_MAX_SECONDS);
  return remaining(counter.lastAt + delay, delay, now);
}

export function failedForAddress(counter: AttemptCounter, now: number): AttemptCounter {
  return {
    ...counter,
    failures: counter.failures + 1,
    windowStart: counter.failures === 0 ? now : counter.windowStart,
    lastAt: now,
  };
}

/** Five failures within five minutes on a listener, whoever made them, lock it for five. */
export function failedOnListener(counter: AttemptCounter, now: number): AttemptCounter {
  const isNewWindow = counter.failures === 0 || now - counter.windowStart >= LOCKOUT_WINDOW_SECONDS;
  const failures = isNewWindow ? 1 : counter.failures + 1;
  const windowStart = isNewWindow ? now : counter.windowStart;
  const isLocked = failures >= LOCKOUT_FAILURES;
  return {
    id: counter.id,
    failures,
    windowStart,
    lastAt: now,
    lockedUntil: isLocked ? now + LOCKOUT_SECONDS : counter.lockedUntil,
  };
}

/** Seconds until the next verification may run on this listener; `lastProbe` is when the last one ran. */
export function lockoutWait(counter: AttemptCounter, lastProbe: number, now: number): number {
  if (counter.lockedUntil === null || counter.lockedUntil <= now) return 0;
  return remaining(lastProbe + LOCKOUT_PROBE_SECONDS, LOCKOUT_PROBE_SECONDS, now);
}

/** Never longer than the wait itself: a clock that was set back must not turn seconds into days. */
function remaining(until: number, wait: number, now: number): number {
  return Math.min(wait, Math.max(0, until - now));
}
