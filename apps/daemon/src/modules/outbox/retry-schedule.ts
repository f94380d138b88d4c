// Over a day in all: a target that is down over night, or answers 429 for an hour, is told when it is back.
const PAUSES_SECONDS = [10, 60, 300, 1800, 7200, 21_600, 86_400] as const;

/** Attempts a delivery gets before it is given up. */
export const MAX_ATTEMPTS = PAUSES_SECONDS.length + 1;

/** Seconds until the next attempt after so many that failed; undefined where there is none left. */
export function pauseAfter(attempts: number, retryAfterSeconds = 0): number | undefined {
  const pause = PAUSES_SECONDS[attempts - 1];
  return pause === undefined ? undefined : Math.max(pause, Math.min(retryAfterSeconds, MAX_RETRY_AFTER));
}

/** What the other side may ask for at most. */
export const MAX_RETRY_AFTER = 86_400;
