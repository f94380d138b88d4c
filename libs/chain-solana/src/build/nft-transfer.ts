import type { NftTransfer, TokenTransfer } from '@waiaas/core';

/** A Solana collectible is a mint without decimals, so it moves like any token. */
export function asTokenTransfer({ to, amount, token }: NftTransfer): TokenTransfer {
  return { type: 'TOKEN_TRANSFER', to, amount, token: { address: token.address, decimals: 0 } };
}
