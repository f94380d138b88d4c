import { DomainError } from '@waiaas/core';
import type { Actor, OwnerProof } from '../../common/auth/actor.js';
import type { StoredWallet } from './wallets.repository.js';

/** A wallet in a path: a session that is not linked to it learns nothing, not even that it exists. */
export function visibleTo(actor: Actor, wallet: StoredWallet | undefined): StoredWallet {
  if (wallet === undefined || (actor.kind === 'session' && !actor.walletIds.includes(wallet.id))) {
    throw new DomainError('WALLET_NOT_FOUND');
  }
  return wallet;
}

/** Acts that end a wallet or let its key out need its verified owner beside the master: a stolen password alone must not do it. */
export function requireCoSignature(
  wallet: StoredWallet,
  actor: Actor,
  action: 'terminate' | 'purge' | 'export' | 'loosen',
): void {
  if (wallet.ownerState !== 'LOCKED') return;
  const proof = actor.kind === 'master' ? actor.coSignedBy : undefined;
  if (proof === undefined || proof.action !== action) {
    throw new DomainError('OWNER_REQUIRED', {
      hint: `Ask POST /v1/owner/challenge for ${action === 'export' ? 'an' : 'a'} ${action} challenge and send the owner headers along.`,
    });
  }
  requireOwnerOf(wallet, proof);
}

export function requireOwnerOf(wallet: StoredWallet, proof: OwnerProof): void {
  if (proof.walletId !== wallet.id || proof.address !== wallet.ownerAddress) throw new DomainError('OWNER_ADDRESS_MISMATCH');
}
