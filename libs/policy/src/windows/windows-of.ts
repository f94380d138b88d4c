import type { PolicySet } from '../effective/compile.js';

/** How far back a ledger must be read for a set of policies. A day is always read: sessions have daily limits of their own. */
export interface LedgerWindows {
  readonly rateSeconds: readonly number[];
  readonly needsMonthly: boolean;
}

const COUNTING: ReadonlySet<string> = new Set(['RATE_LIMIT', 'ERC8128_ALLOWED_DOMAINS']);
const MINUTE_SECONDS = 60;

function member(rules: unknown, name: string): unknown {
  return typeof rules === 'object' && rules !== null ? (rules as Readonly<Record<string, unknown>>)[name] : undefined;
}

/** The windows any policy of the set may ask about, whether or not it will be the one in force. Never fewer than are needed. */
export function windowsOf(set: PolicySet): LedgerWindows {
  const readable = set.policies.filter((policy) => policy.bound !== undefined).map(({ row }) => row);
  const rates = readable.flatMap((row) => {
    const seconds = row.type === 'RATE_LIMIT' ? member(row.rules, 'window_seconds') : undefined;
    return typeof seconds === 'number' ? [seconds] : [];
  });
  // Requests are counted to the second, by host where a policy lists some, so the last minute is wanted row by row.
  if (readable.some((row) => COUNTING.has(row.type))) rates.push(MINUTE_SECONDS);
  return {
    rateSeconds: [...new Set(rates)].sort((a, b) => a - b),
    needsMonthly: readable.some((row) => member(row.rules, 'monthly_limit_usd') !== undefined),
  };
}
