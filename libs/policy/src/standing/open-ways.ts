import { evaluate } from '../evaluate.js';
import { effectivePolicies, type EffectivePolicies } from '../effective/effective-policies.js';
import type { PolicySet } from '../effective/compile.js';
import type { Facts, PolicyContext, PriceFact } from '../facts.js';
import type { PolicyRequest } from '../request.js';
import { listsFor, messagesOf, movesOf, type ProbedPlace, unlistedMoves, UNLISTED_TOKENS, unreadableCalls } from './probes.js';

/** What somebody with the token gets done on a network while no human acts. */
export interface OpenWays {
  readonly policies: EffectivePolicies;
  /** Of the assets asked about. */
  readonly assets: ReadonlySet<string>;
  /** So are tokens no list names, which the wallet may hold unknown to anybody. */
  readonly hasUnlisted: boolean;
  /** Ways of which nothing says what they move. */
  readonly unbounded: readonly UnboundedWay[];
}

export type UnboundedWay = 'OPAQUE_CALLS' | 'MESSAGES';

export interface WaysQuestion extends ProbedPlace {
  readonly assets: readonly string[];
  readonly horizonSeconds: number;
}

/** Asks the verdict itself about the smallest request of each kind: what is refused or held for a human there is so at any size. */
export function openWays(set: PolicySet, given: Facts, { assets, horizonSeconds, ...place }: WaysQuestion): OpenWays {
  const facts = withNothingAgainst(given);
  const policies = effectivePolicies(set, { walletId: facts.walletId, network: place.network });
  const lists = listsFor(policies, facts.session?.constraints ?? {}, place.chain);
  const isOpen = (request: PolicyRequest, asked = facts): boolean => {
    const { allowed, tier, delaySeconds } = evaluate(set, asked, request).result;
    if (!allowed || tier === 'APPROVAL') return false;
    return tier !== 'DELAY' || (delaySeconds ?? 0) <= horizonSeconds;
  };
  const moving = withInnerTypes(facts);
  const isAnyOpen = (requests: readonly PolicyRequest[]): boolean => requests.some((request) => isOpen(request));
  const isAnyMove = (requests: readonly PolicyRequest[]): boolean => requests.some((request) => isOpen(request, moving));
  const worthSomething = {
    ...moving,
    prices: [...moving.prices, unlistedPrice(place)],
    context: withUnlisted(moving.context, place),
  };
  const unbounded: UnboundedWay[] = [];
  if (lists.isCut || isAnyOpen(unreadableCalls(place, lists))) unbounded.push('OPAQUE_CALLS');
  if (isAnyOpen(messagesOf(place))) unbounded.push('MESSAGES');
  const hasUnlisted = unlistedMoves(place, lists).some((request) => isOpen(request, worthSomething));
  return { policies, hasUnlisted, assets: new Set(assets.filter((asset) => isAnyMove(movesOf(place, asset, lists)))), unbounded };
}

/** As if nothing had been asked before, and the other side had the best of names: what a thief can choose, he has chosen. */
function withNothingAgainst(facts: Facts): Facts {
  const { fee: _, ...rest } = facts;
  return { ...rest, history: [], context: { ...facts.context, reputation: { rated: true, score: '100' } } };
}

const HOLDING_OTHERS: ReadonlySet<string> = new Set(['CONTRACT_CALL', 'SIGN_TYPED_DATA']);

/** What a call or typed data contains is judged as what it is, whatever types the session may ask for by name. */
function withInnerTypes(facts: Facts): Facts {
  const { session } = facts;
  if (session?.constraints.types?.some((type) => HOLDING_OTHERS.has(type)) !== true) return facts;
  const { types: _, ...constraints } = session.constraints;
  return { ...facts, session: { ...session, constraints } };
}

function unlistedPrice({ chain, network }: ProbedPlace): PriceFact {
  return { chain, network, asset: UNLISTED_TOKENS[chain], usd: '1', status: 'ok', ageSeconds: 0, quotes: [] };
}

function withUnlisted(context: PolicyContext, { chain }: ProbedPlace): PolicyContext {
  return { ...context, tokens: [...(context.tokens ?? []), { chain, address: UNLISTED_TOKENS[chain], decimals: 6 }] };
}
