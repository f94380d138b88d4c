import type { Chain } from '@waiaas/core';
import type { PolicyContext } from '../facts.js';

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

/** Decimals of an asset as chain or registry know them; undefined where they do not. */
export function decimalsOf(context: PolicyContext, asset: { readonly chain: Chain; readonly asset: string }): number | undefined {
  if (asset.asset === NATIVE) return nativeDecimals(asset.chain);
  const key = comparable(asset.asset);
  return context.tokens?.find((token) => token.chain === asset.chain && comparable(token.address) === key)?.decimals;
}
