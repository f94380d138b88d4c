import { canonicalAddress, findNetwork, type Tier } from '@waiaas/core';
import type { Case } from './effective/case.js';
import { denialsOf, floorsOf, tierOf, type Verdict } from './effective/report.js';
import { ofBaseUnits, toText } from './money/ratio.js';
import { isHigherTier, type Floor } from './rules/finding.js';
import type { PolicyRequest, RequestType } from './request.js';
import { decimalsOf, NATIVE } from './value/asset.js';

/** The tier of the same request with another amount; undefined where it would be denied. */
export type Rejudge = (request: PolicyRequest) => Tier | undefined;

const WITH_ONE_AMOUNT: ReadonlySet<RequestType> = new Set(['TRANSFER', 'TOKEN_TRANSFER', 'APPROVE', 'X402_PAYMENT']);

const MOST_WISHES = 3;

function nativeSymbol({ chain, network }: PolicyRequest): string {
  return findNetwork(network ?? '')?.nativeSymbol ?? (chain === 'solana' ? 'SOL' : 'ETH');
}

/** An amount as people read it. No token is called by a name of its own choosing. */
function textOf({ facts, request }: Case, amount: bigint): string {
  const { chain, token } = request;
  const asset = token?.address ?? NATIVE;
  const decimals = decimalsOf(facts.context, { chain, asset });
  const name = token === undefined ? nativeSymbol(request) : (canonicalAddress(chain, asset) ?? asset);
  if (decimals === undefined) return `${amount.toString()} base units of ${name}`;
  return `${toText(ofBaseUnits(amount, decimals), decimals)} ${name}`;
}

function least(amounts: readonly bigint[]): bigint {
  return amounts.reduce((a, b) => (b < a ? b : a));
}

/** The largest amount with a milder tier, tried out: whatever else has a say is heard. */
function smallerAmount(subject: Case, demanding: readonly Floor[], tier: Tier, rejudge: Rejudge): string | null {
  const { request } = subject;
  const most = demanding.flatMap((one) => one.most ?? []);
  if (most.length < demanding.length || !WITH_ONE_AMOUNT.has(request.type)) return null;
  const amount = least(most);
  if (amount <= 0n) return null;
  const milder = rejudge({ ...request, amount });
  return milder !== undefined && isHigherTier(tier, milder) ? `at most ${textOf(subject, amount)} is ${milder}` : null;
}

/** Every wish once; null where one of the obstacles has no remedy, for then the others do not help. */
function joined(wishes: readonly (string | undefined)[]): string | null {
  const given = new Set(wishes.flatMap((wish) => wish ?? []));
  const isHelpful = wishes.length > 0 && wishes.every((wish) => wish !== undefined) && given.size <= MOST_WISHES;
  return isHelpful ? [...given].join(' and ') : null;
}

/** One sentence with the smallest change that would help, or null where none is known. */
export function suggestionFor(verdicts: readonly Verdict[], subject: Case, rejudge: Rejudge): string | null {
  const denials = denialsOf(verdicts);
  if (denials.length > 0) return joined(denials.map(({ suggestion }) => suggestion)) ?? denials[0]?.suggestion ?? null;
  const floors = floorsOf(verdicts);
  const tier = tierOf(floors);
  if (tier === 'INSTANT') return null;
  const demanding = floors.filter((one) => one.tier === tier);
  return smallerAmount(subject, demanding, tier, rejudge) ?? joined(demanding.map(({ suggestion }) => suggestion));
}
