import type { Facts, KnownToken } from '../facts.js';
import type { PolicyRequest } from '../request.js';
import { comparable } from './asset.js';

function tokensOf({ chain, token }: PolicyRequest): readonly (KnownToken & { readonly decimals: number })[] {
  return token?.decimals === undefined ? [] : [{ chain, address: token.address, decimals: token.decimals }];
}

/**
 * Facts with the decimals that the request tells: they stand for the registry's wherever its tokens are counted, in its calldata and in
 * the ledger too. Where it contradicts itself the fewest count: the fewer, the more an amount is worth.
 */
export function withRequestedTokens(facts: Facts, request: PolicyRequest): Facts {
  const told = new Map<string, KnownToken & { readonly decimals: number }>();
  for (const token of [request, ...(request.instructions ?? [])].flatMap(tokensOf)) {
    const key = comparable(token.address);
    const before = told.get(key);
    if (before === undefined || token.decimals < before.decimals) told.set(key, token);
  }
  return told.size === 0 ? facts : { ...facts, context: { ...facts.context, requested: [...told.values()] } };
}
