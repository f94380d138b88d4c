import { canonicalAddress, findNetwork, type Tier } from '@waiaas/core';
import type { DecisionResult } from './decision.js';
import type { Case } from './effective/case.js';
import { denialsOf, floorsOf, tierOf, type Verdict } from './effective/report.js';
import { ofBaseUnits, toText } from './money/ratio.js';
import { isHigherTier, type Floor } from './rules/finding.js';
import type { PolicyRequest, RequestType } from './request.js';
import { decimalsOf, NATIVE } from './value/asset.js';
import { say, wordingText, type Wording } from './words/wording.js';

/** The tier of the same request with another amount; undefined where it would be denied. */
export type Rejudge = (request: PolicyRequest) => Tier | undefined;

const WITH_ONE_AMOUNT: ReadonlySet<RequestType> = new Set(['TRANSFER', 'TOKEN_TRANSFER', 'APPROVE', 'X402_PAYMENT']);

const MOST_WISHES = 3;

function nativeSymbol({ chain, network }: PolicyRequest): string {
  return findNetwork(network ?? '')?.nativeSymbol ?? (chain === 'solana' ? 'SOL' : 'ETH');
}

/** That an amount, as people read it, would have another tier. No token is called by a name of its own choosing. */
function amountIs({ facts, request }: Case, amount: bigint, tier: Tier): Wording {
  const { chain, token } = request;
  const asset = token?.address ?? NATIVE;
  const decimals = decimalsOf(facts.context, { chain, asset });
  const name = token === undefined ? nativeSymbol(request) : (canonicalAddress(chain, asset) ?? asset);
  if (decimals === undefined) return say('UNITS_ARE', { amount: amount.toString(), asset: name, tier });
  return say('AMOUNT_IS', { amount: toText(ofBaseUnits(amount, decimals), decimals), asset: name, tier });
}

function least(amounts: readonly bigint[]): bigint {
  return amounts.reduce((a, b) => (b < a ? b : a));
}

/** The largest amount with a milder tier, tried out: whatever else has a say is heard. */
function smallerAmount(subject: Case, demanding: readonly Floor[], tier: Tier, rejudge: Rejudge): Wording | undefined {
  const { request } = subject;
  const most = demanding.flatMap((one) => one.most ?? []);
  if (most.length < demanding.length || !WITH_ONE_AMOUNT.has(request.type)) return undefined;
  const amount = least(most);
  if (amount <= 0n) return undefined;
  const milder = rejudge({ ...request, amount });
  return milder !== undefined && isHigherTier(tier, milder) ? amountIs(subject, amount, milder) : undefined;
}

/** Every wish once; none where one of the obstacles has no remedy, for then the others do not help. */
function joined(wishes: readonly (Wording | undefined)[]): readonly Wording[] {
  const given = new Map(wishes.flatMap((wish) => (wish === undefined ? [] : [[wordingText(wish), wish] as const])));
  const isHelpful = wishes.every((wish) => wish !== undefined) && given.size <= MOST_WISHES;
  return isHelpful ? [...given.values()] : [];
}

function wishesFor(verdicts: readonly Verdict[], subject: Case, rejudge: Rejudge): readonly Wording[] {
  const denials = denialsOf(verdicts);
  if (denials.length > 0) {
    const all = joined(denials.map(({ suggestion }) => suggestion));
    return all.length > 0 ? all : joined([denials[0]?.suggestion]);
  }
  const floors = floorsOf(verdicts);
  const tier = tierOf(floors);
  if (tier === 'INSTANT') return [];
  const demanding = floors.filter((one) => one.tier === tier);
  const smaller = smallerAmount(subject, demanding, tier, rejudge);
  return smaller === undefined ? joined(demanding.map(({ suggestion }) => suggestion)) : [smaller];
}

/** One sentence with the smallest change that would help, or null where none is known. */
export function suggestionFor(
  verdicts: readonly Verdict[],
  subject: Case,
  rejudge: Rejudge,
): Pick<DecisionResult, 'suggestion' | 'suggestionWords'> {
  const suggestionWords = wishesFor(verdicts, subject, rejudge);
  const suggestion = suggestionWords.length === 0 ? null : suggestionWords.map((wish) => wordingText(wish)).join(' and ');
  return { suggestion, suggestionWords };
}
