import { DomainError } from '@waiaas/core';
import type { TransactionRow } from '@waiaas/pipeline';
import type { SessionActor } from '../../common/auth/actor.js';

/** A session reads its wallets' rows but cancels and replaces only rows it made itself, and none that an owner approved. */
export function refuseForeignRow(actor: SessionActor, row: TransactionRow): void {
  if (row.sessionId !== actor.sessionId || row.origin === 'withdraw' || row.approval?.by === 'owner')
    throw new DomainError('TX_ACCESS_DENIED');
}
