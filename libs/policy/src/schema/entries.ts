import { chainOfAddress, parseAssetId, tokenAssetId } from '@waiaas/core';
import { inside, refuse, type Place, type Schema } from './schema.js';
import { oneOf, text } from './scalars.js';

/** A label for people; never compared. */
export const name = (): Schema<string> => text(1, 64);

export const symbol = (): Schema<string> => text(1, 10);

export const chain = (): Schema<'ethereum' | 'solana'> => oneOf(['ethereum', 'solana']);

interface ChainedEntry {
  readonly address: string;
  readonly chain?: 'ethereum' | 'solana';
}

/** The chain an entry names must be the one its address belongs to. */
export function chainFitsAddress(entry: ChainedEntry, place: Place): void {
  if (entry.chain !== undefined && chainOfAddress(entry.address) !== entry.chain) {
    refuse(inside(place, 'chain'), 'chain', 'does not fit the address');
  }
}

/** A CAIP-19 id of a token on a known network, in canonical form. */
export function assetId(): Schema<string> {
  return {
    json: { type: 'string', description: 'CAIP-19: <caip2>/erc20:<address> or <caip2>/token:<mint>' },
    read(input, place) {
      const parsed = typeof input === 'string' ? parseAssetId(input) : undefined;
      if (parsed === undefined) return refuse(place, 'assetId', 'must be a CAIP-19 token id of a known network');
      return tokenAssetId(parsed.network, parsed.address);
    },
  };
}

/** The asset id of an entry must contain its address. */
export function assetIdFitsAddress(entry: { readonly address: string; readonly assetId?: string }, place: Place): void {
  if (entry.assetId !== undefined && parseAssetId(entry.assetId)?.address !== entry.address) {
    refuse(inside(place, 'assetId'), 'assetId', 'does not contain the address');
  }
}
