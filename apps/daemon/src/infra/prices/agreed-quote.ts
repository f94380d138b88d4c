import type { PriceQuote } from '@waiaas/core';
import { scaledUsd } from './usd-price.js';

export const UNAVAILABLE: PriceQuote = { status: 'unavailable', usd: null, ageSeconds: 0, quotes: [] };

/** Older than this is no price at all. */
const UNKNOWN_AFTER_SECONDS = 1800;
/** From this age a price counts as aging; a lone quote does at once. */
const AGING_SECONDS = 300;

export interface LiveQuote {
  readonly usd: string;
  readonly ageSeconds: number;
}

export interface Agreement {
  readonly quote: PriceQuote;
  /** The price two sources now agree on; null where they do not. */
  readonly agreedUsd: string | null;
}

/** Within 5 % of each other, the bound of the disputed rule. */
function isClose(low: string, high: string): boolean {
  return scaledUsd(high) * 100n <= scaledUsd(low) * 105n;
}

function isFarBelow(usd: string, agreed: string): boolean {
  return scaledUsd(usd) * 100n < scaledUsd(agreed) * 70n;
}

function byValue(left: LiveQuote, right: LiveQuote): number {
  const difference = scaledUsd(left.usd) - scaledUsd(right.usd);
  return difference === 0n ? 0 : difference < 0n ? -1 : 1;
}

/** The highest price with the greatest age: the reading that asks for most consent. The quotes are sorted by value. */
function combined(quotes: readonly LiveQuote[]): PriceQuote {
  const highest = quotes.at(-1);
  if (highest === undefined) return UNAVAILABLE;
  return {
    status: 'ok',
    usd: highest.usd,
    ageSeconds: Math.max(...quotes.map((quote) => quote.ageSeconds)),
    quotes: quotes.map((quote) => quote.usd),
  };
}

function alone(quote: LiveQuote): PriceQuote {
  if (quote.ageSeconds > AGING_SECONDS) return UNAVAILABLE;
  return combined([{ ...quote, ageSeconds: AGING_SECONDS }]);
}

/**
 * One quote is not a price where two sources are configured: a lone one is aging at once and gone after 300 s, and one that fell
 * more than 30 % below the last agreed price does not count until two agree. A source that lies low would otherwise lift every
 * limit in USD.
 */
export function agreeOn(quotes: readonly LiveQuote[], sourceCount: number, lastAgreedUsd: string | null): Agreement {
  const usable = quotes.filter((quote) => quote.ageSeconds <= UNKNOWN_AFTER_SECONDS).sort(byValue);
  if (sourceCount < 2) return { quote: combined(usable), agreedUsd: null };
  const [lowest, highest] = [usable[0], usable.at(-1)];
  if (lowest === undefined || highest === undefined) return { quote: UNAVAILABLE, agreedUsd: null };
  if (usable.length > 1 && isClose(lowest.usd, highest.usd)) return { quote: combined(usable), agreedUsd: highest.usd };
  const believed = lastAgreedUsd === null ? usable : usable.filter((quote) => !isFarBelow(quote.usd, lastAgreedUsd));
  const [first, ...others] = believed;
  if (first === undefined) return { quote: UNAVAILABLE, agreedUsd: null };
  return { quote: others.length === 0 ? alone(first) : combined(believed), agreedUsd: null };
}
