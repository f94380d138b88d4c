import type { BatchInstruction, Intent } from '@waiaas/core';

/** What a request itself takes out of the wallet, its fee apart. What a called contract takes is the simulation's matter. */
export interface Outgoing {
  readonly native: bigint;
  /** By token, or by collection and id: see `holdingKey`. */
  readonly tokens: ReadonlyMap<string, bigint>;
}

/** One name for what can be held: a token, or one NFT of a collection. */
export function holdingKey(token: string, tokenId?: string): string {
  return tokenId === undefined ? token : `${token}/${tokenId}`;
}

export function outgoingOf(intent: Intent): Outgoing {
  const tokens = new Map<string, bigint>();
  let native = 0n;
  for (const one of intent.type === 'BATCH' ? intent.instructions : [intent]) {
    native += nativeOf(one);
    const moved = movedBy(one);
    if (moved !== undefined) tokens.set(moved.key, (tokens.get(moved.key) ?? 0n) + moved.amount);
  }
  return { native, tokens };
}

type One = BatchInstruction | Extract<Intent, { type: 'CONTRACT_DEPLOY' }>;

function nativeOf(one: One): bigint {
  return one.type === 'TRANSFER' || one.type === 'CONTRACT_CALL' || one.type === 'CONTRACT_DEPLOY' ? BigInt(one.amount) : 0n;
}

/** An approval moves nothing. On Solana a mint is the NFT. */
function movedBy(one: One): { readonly key: string; readonly amount: bigint } | undefined {
  if (one.type === 'TOKEN_TRANSFER') return { key: holdingKey(one.token.address), amount: BigInt(one.amount) };
  if (one.type !== 'NFT_TRANSFER') return undefined;
  const { address, tokenId, standard } = one.token;
  return { key: standard === 'SPL' ? holdingKey(address) : holdingKey(address, tokenId), amount: BigInt(one.amount) };
}
