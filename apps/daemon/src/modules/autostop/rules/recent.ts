import type { RunningWallet } from './rule.port.js';

/** Nobody vouches for a clock that is off by less, so what lies further ahead was written before it was set back. */
const AHEAD_SECONDS = 60;

/** The newest moment that anything can have come from, by the clock as it is now. */
export function newestMoment(now: number): number {
  return now + AHEAD_SECONDS;
}

/** Whoever resumed the wallet knew of what happened up to then: it does not count again. */
export function isForgiven({ resumedAt }: RunningWallet, at: number, now: number): boolean {
  if (resumedAt === null) return false;
  // It was resumed before the clock was set back: what has a time of today came after that.
  if (resumedAt > newestMoment(now)) return at > newestMoment(now);
  return at <= resumedAt;
}

/**
 * What counts of a wallet's rows, given newest first: nothing forgiven, and nothing from before the clock was last set back. Rows of a
 * time that has not come yet show where that was; by their time alone, those behind them could be of any moment.
 */
export function recentOf<Row extends { readonly createdAt: number }>(
  newestFirst: readonly Row[],
  wallet: RunningWallet,
  now: number,
): readonly Row[] {
  const setBackAt = newestFirst.findIndex(({ createdAt }) => createdAt > newestMoment(now));
  const sinceThen = setBackAt === -1 ? newestFirst : newestFirst.slice(0, setBackAt);
  return sinceThen.filter(({ createdAt }) => !isForgiven(wallet, createdAt, now));
}
