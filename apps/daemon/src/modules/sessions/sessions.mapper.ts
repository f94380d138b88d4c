import type {
  CreateSessionResponse,
  SessionListItem,
  SessionStatus,
  SessionWalletRef,
  SessionWalletsResponse,
} from '@waiaas/api-types';
import { isLiving } from './session-terms.js';
import type { SessionLink, StoredSession } from './sessions.repository.js';
import type { CreatedSession } from './sessions.service.js';

/** In session objects, and there alone, 0 means never and no limit. */
export function zeroForNever(value: number | null): number {
  return value ?? 0;
}

export function toCreatedSession({ session, token }: CreatedSession): CreateSessionResponse {
  const wallets = walletRefs(session);
  return { id: session.id, token, expiresAt: zeroForNever(session.expiresAt), walletId: wallets[0]?.id ?? '', wallets };
}

export function toSessionListItem(session: StoredSession, now: number, lastRequestAt: number | null): SessionListItem {
  const wallets = walletRefs(session);
  return {
    id: session.id,
    walletId: wallets[0]?.id ?? null,
    walletName: wallets[0]?.name ?? null,
    wallets,
    status: statusOf(session, now),
    renewalCount: session.renewalCount,
    maxRenewals: zeroForNever(session.maxRenewals),
    expiresAt: zeroForNever(session.expiresAt),
    absoluteExpiresAt: zeroForNever(session.absoluteExpiresAt),
    createdAt: session.createdAt,
    lastRenewedAt: session.lastRenewedAt,
    lastRequestAt,
    source: session.source,
    label: session.label,
    tokenIssuedCount: session.tokenIssuedCount,
    duplicateGuard: session.duplicateGuard,
    idempotencyScope: session.idempotencyScope,
    constraints: session.constraints,
    heldAt: session.heldAt,
  };
}

export function toSessionWallets(links: readonly SessionLink[]): SessionWalletsResponse {
  return {
    wallets: links.map(({ wallet, createdAt }) => ({ id: wallet.id, name: wallet.name, chain: wallet.chain, createdAt })),
  };
}

function statusOf(session: StoredSession, now: number): SessionStatus {
  if (session.revokedAt !== null) return 'REVOKED';
  return isLiving(session, now) ? 'ACTIVE' : 'EXPIRED';
}

function walletRefs(session: StoredSession): SessionWalletRef[] {
  return session.links.map(({ wallet }) => ({ id: wallet.id, name: wallet.name }));
}
