import type { PricedAsset } from '@waiaas/core';

/** What one source said of one asset. Absent: it answered and does not know the asset. Refused: what it said cannot be a price. */
export type SourceAnswer =
  | { readonly kind: 'quoted'; readonly usd: string; readonly at: number }
  | { readonly kind: 'absent' }
  | { readonly kind: 'refused' };

/** Why a source gave no answer. Never its URL, which may hold a key. */
export type SourceProblem = 'timeout' | 'unreachable' | 'nonsense' | `http_${number}`;

export interface SourceReply {
  /** By price key; an asset whose question failed is missing. */
  readonly answers: ReadonlyMap<string, SourceAnswer>;
  readonly problem: SourceProblem | null;
}

/** A live source of prices. Asks over the network; never throws. */
export interface PriceSource {
  readonly name: 'coingecko' | 'pyth' | 'chainlink';
  /** True for assets it may know. It is never asked for others. */
  supports(asset: PricedAsset): boolean;
  ask(assets: readonly PricedAsset[]): Promise<SourceReply>;
}
