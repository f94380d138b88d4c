import type { Chain } from '@waiaas/core';
import { derivedOnce } from '../derived-once.js';
import type { KnownToken, PolicyContext } from '../facts.js';

/** The key that stands for the coin of the network itself wherever assets are named. */
export const NATIVE = 'native';

/** Addresses that are the same give the same text: EVM without case, Solana byte for byte (base58 has no `0`). */
export function comparable(address: string): string {
  return address.startsWith('0x') ? address.toLowerCase() : address;
}

/** A set of addresses for look-ups by `comparable`. */
export function addressSet(addresses: readonly string[]): ReadonlySet<string> {
  return new Set(addresses.map(comparable));
}

export function nativeDecimals(chain: Chain): number {
  switch (chain) {
    case 'ethereum':
      return 18;
    case 'solana':
      return 9;
  }
}

function keyOf(chain: Chain, address: string): string {
  return `${chain}|${comparable(address)}`;
}

/** The first that is said of an address counts. */
const byAddress = derivedOnce((tokens: readonly KnownToken[]): ReadonlyMap<string, KnownToken> => {
  return new Map([...tokens].reverse().map((token) => [keyOf(token.chain, token.address), token]));
});

interface TokenRef {
  readonly chain: Chain;
  readonly asset: string;
}

/** What chain or registry know of a token; undefined for one they do not know. */
export function knownToken({ tokens }: PolicyContext, { chain, asset }: TokenRef): KnownToken | undefined {
  return tokens === undefined ? undefined : byAddress(tokens).get(keyOf(chain, asset));
}

/** Whether facts know it as a collection: what its methods call an amount is the id of one, and says nothing of a value. */
export function isCollection(context: PolicyContext, ref: TokenRef): boolean {
  const standard = knownToken(context, ref)?.standard;
  return standard === 'ERC-721' || standard === 'ERC-1155';
}

/** Decimals of an asset: as chain or registry know them, else as the request tells them; undefined where neither does. */
export function decimalsOf(context: PolicyContext, ref: TokenRef): number | undefined {
  if (ref.asset === NATIVE) return nativeDecimals(ref.chain);
  if (isCollection(context, ref)) return undefined;
  const told = context.requested === undefined ? undefined : byAddress(context.requested).get(keyOf(ref.chain, ref.asset));
  return knownToken(context, ref)?.decimals ?? told?.decimals;
}
