import { isSameAddress, type KeyIdentity } from '@waiaas/core';
import type { Outlay, SignatureFacts } from './outlay.js';

/** Far above any fee of a plain transfer, in base units of the coin: what is frozen cannot be burnt as fees either. */
const MOST_FEE = { ethereum: 10n ** 17n, solana: 10n ** 7n } as const;

export interface FrozenKey {
  readonly identity: KeyIdentity;
  readonly address: string;
  /** Whom the key may still pay; null: nobody. */
  readonly owner: string | null;
}

/**
 * What is signed while everything is frozen: a payment to the owner and of nothing else, and on EVM the payment of nothing to the wallet
 * itself, which voids an earlier signature at its nonce.
 */
export function isSignedWhileFrozen({ outlay }: SignatureFacts, { identity, address, owner }: FrozenKey): boolean {
  if (outlay === null || outlay.fee === null || outlay.fee > MOST_FEE[identity.chain]) return false;
  if (owner !== null && outlay.paysOnly(owner)) return true;
  return identity.chain === 'ethereum' && isVoid(outlay, address);
}

function isVoid({ payment }: Outlay, address: string): boolean {
  return payment?.type === 'TRANSFER' && payment.amount === 0n && isSameAddress('ethereum', payment.to, address);
}
