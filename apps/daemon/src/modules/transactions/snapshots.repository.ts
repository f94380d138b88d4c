import { DomainError, type Chain, type Environment, type OwnerState } from '@waiaas/core';
import type { SessionSnapshot, WalletSnapshot } from '@waiaas/pipeline';
import type { Constraints } from '@waiaas/policy';
import type { Wallet } from '../../infra/prisma/generated/client.js';
import type { Tx } from '../../infra/prisma/database.js';

export async function walletSnapshot(tx: Pick<Tx, 'wallet'>, walletId: string): Promise<WalletSnapshot> {
  const wallet = await tx.wallet.findUnique({ where: { id: walletId } });
  if (wallet === null) throw new DomainError('WALLET_NOT_FOUND');
  return toWalletSnapshot(wallet);
}

export function toWalletSnapshot(wallet: Wallet): WalletSnapshot {
  return {
    id: wallet.id,
    name: wallet.name,
    chain: wallet.chain as Chain,
    environment: wallet.environment as Environment,
    address: wallet.address,
    status: wallet.status as WalletSnapshot['status'],
    ownerState: wallet.ownerState as OwnerState,
    ownerAddress: wallet.ownerAddress,
  };
}

/** The session as it is inside the decision's transaction: one revoked or unlinked since the guard looked is not usable. */
export async function sessionSnapshot(tx: Tx, sessionId: string, walletId: string, now: number): Promise<SessionSnapshot> {
  const session = await tx.session.findUnique({ where: { id: sessionId }, include: { wallets: { where: { walletId } } } });
  if (session === null) return { id: sessionId, isUsable: false, constraints: {}, hasDuplicateGuard: false };
  const ends = [session.expiresAt, session.absoluteExpiresAt].filter((end) => end !== null);
  return {
    id: session.id,
    isUsable:
      session.revokedAt === null &&
      session.heldAt === null &&
      session.wallets.length > 0 &&
      ends.every((end) => end > BigInt(now)),
    constraints: session.constraints === null ? {} : (JSON.parse(session.constraints) as Constraints),
    hasDuplicateGuard: session.duplicateGuard,
  };
}
