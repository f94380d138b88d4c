import { DomainError, type Chain, type Environment, type OwnerState } from '@waiaas/core';
import type { SessionSnapshot, WalletSnapshot } from '@waiaas/pipeline';
import type { Constraints } from '@waiaas/policy';
import { readKillState, readSession, readWallet } from '../../infra/prisma/decision-reads.js';

type Reader = Parameters<typeof readWallet>[0];

export async function walletSnapshot(tx: Reader, walletId: string): Promise<WalletSnapshot> {
  const wallet = await readWallet(tx, walletId);
  if (wallet === undefined) throw new DomainError('WALLET_NOT_FOUND');
  return {
    id: wallet.id,
    name: wallet.name,
    chain: wallet.chain as Chain,
    environment: wallet.environment as Environment,
    address: wallet.address,
    status: wallet.status as WalletSnapshot['status'],
    ownerState: wallet.owner_state as OwnerState,
    ownerAddress: wallet.owner_address,
  };
}

export async function isSystemLocked(tx: Reader): Promise<boolean> {
  return ((await readKillState(tx)) ?? 'ACTIVE') !== 'ACTIVE';
}

/** The session as it is inside the decision's transaction: one revoked or unlinked since the guard looked is not usable. */
export async function sessionSnapshot(tx: Reader, sessionId: string, walletId: string, now: number): Promise<SessionSnapshot> {
  const session = await readSession(tx, sessionId, walletId);
  if (session === undefined) return { id: sessionId, isUsable: false, constraints: {}, hasDuplicateGuard: false };
  const ends = [session.expires_at, session.absolute_expires_at].filter((end) => end !== null);
  return {
    id: sessionId,
    isUsable:
      session.revoked_at === null && session.held_at === null && session.links > 0 && ends.every((end) => end > BigInt(now)),
    isHeld: session.held_at !== null,
    constraints: session.constraints === null ? {} : (JSON.parse(session.constraints) as Constraints),
    hasDuplicateGuard: session.duplicate_guard,
  };
}
