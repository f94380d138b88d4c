import type { KnownToken, PolicyContext, PriceFact } from '../facts.js';
import { TIERS } from '../rules/finding.js';
import { chain } from '../schema/entries.js';
import { object, optional } from '../schema/object.js';
import { flag, integer, network, oneOf, text } from '../schema/scalars.js';
import { inside, refuse, type Schema } from '../schema/schema.js';
import { addressOn, assetOn, chainOfPlace, mapped, money, seconds, sequence } from './readers.js';

const MAX_PRICES = 1000;
const MAX_QUOTES = 100;
const MAX_TOKENS = 1000;
const MAX_SCORE = 100;

/** The largest figure a token contract can answer: decimals are one byte on both chains. */
export const MAX_DECIMALS = 255;

const price = object({
  chain: chain(),
  asset: text(1, 64),
  usd: optional(money()),
  network: optional(network()),
  status: optional(oneOf(['ok', 'unavailable'])),
  ageSeconds: optional(seconds()),
  quotes: optional(sequence(money(), MAX_QUOTES)),
});

const priceFact = mapped(price, (one, place): PriceFact | undefined => {
  chainOfPlace(one, place);
  const asset = assetOn(one.chain, one.asset, inside(place, 'asset'));
  if (one.usd === undefined && one.status !== 'unavailable') return refuse(inside(place, 'usd'), 'required', 'is missing');
  if (asset === undefined) return undefined;
  return { ...one, asset, status: one.status ?? 'ok', ageSeconds: one.ageSeconds ?? 0, quotes: one.quotes ?? [] };
});

/** Prices; an asset that is not named has none. */
export function pricesPart(): Schema<readonly PriceFact[]> {
  return sequence(priceFact, MAX_PRICES);
}

const token = object({
  chain: chain(),
  address: text(1, 64),
  decimals: optional(integer(0, MAX_DECIMALS)),
  standard: optional(oneOf(['ERC-20', 'ERC-721', 'ERC-1155', 'SPL'])),
});

const knownToken = mapped(token, (one, place): KnownToken | undefined => {
  const address = addressOn(one.chain, one.address, inside(place, 'address'));
  return address === undefined ? undefined : { ...one, address };
});

const solanaAddress = mapped(text(1, 64), (input, place) => addressOn('solana', input, place));

/** What is known about the request besides itself. */
export function contextPart(): Schema<PolicyContext> {
  return object({
    reputation: optional(object({ rated: flag(), score: optional(money({ max: MAX_SCORE })) })),
    lendingPosition: optional(object({ collateralUsd: money(), debtUsd: money() })),
    trustedProvider: optional(flag()),
    actionTier: optional(oneOf(TIERS)),
    tokens: optional(sequence(knownToken, MAX_TOKENS)),
    tokenAccounts: optional(sequence(object({ address: solanaAddress, owner: solanaAddress, mint: solanaAddress }), MAX_TOKENS)),
  });
}
