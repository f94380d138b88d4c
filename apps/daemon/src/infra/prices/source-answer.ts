import type { SourceAnswer } from './price-source.port.js';
import { parseUsdPrice } from './usd-price.js';

const UNIX_SECONDS = /^[1-9]\d{8,10}$/;

/** A quote, or a refusal where price or time is missing or cannot be one. */
export function quoteOf(usd: unknown, at: unknown): SourceAnswer {
  if (typeof usd !== 'string' || typeof at !== 'string' || !UNIX_SECONDS.test(at)) return { kind: 'refused' };
  const price = parseUsdPrice(usd);
  return price === undefined ? { kind: 'refused' } : { kind: 'quoted', usd: price, at: Number(at) };
}
