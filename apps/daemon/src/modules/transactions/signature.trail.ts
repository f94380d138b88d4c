import { Injectable } from '@nestjs/common';
import type { NewSignature } from '@waiaas/pipeline';
import type { Tx } from '../../infra/prisma/database.js';
import { AuditService } from '../audit/audit.service.js';
import { EventLog } from '../audit/event-log.service.js';

interface SignedRow {
  readonly id: string;
  readonly walletId: string;
  readonly sessionId: string | null;
  readonly origin: string;
  readonly ipAddress: string | null;
  readonly type: string;
  readonly network: string;
  readonly requestHash: string;
}

/** Events and audit rows of signatures that are handed out, in the transactions that make them so. */
@Injectable()
export class SignatureTrail {
  constructor(
    private readonly audit: AuditService,
    private readonly events: EventLog,
  ) {}

  async decided(tx: Tx, row: NewSignature): Promise<void> {
    const { walletId, network, type } = row.request;
    await this.events.append(tx, {
      ...{ kind: 'transaction', walletId, sessionId: row.sessionId },
      data: { transactionId: row.id, walletId, from: null, to: row.status, at: row.at },
    });
    if (row.status !== 'DENIED') return;
    await this.audit.append(tx, {
      ...{ eventType: 'POLICY_DENIED', actor: row.actor, walletId, sessionId: row.sessionId, txId: row.id, severity: 'warning' },
      ipAddress: row.ipAddress,
      details: { type, network, requestHash: row.requestHash, denyCode: row.decision.denyCode },
    });
  }

  async signed(tx: Tx, row: SignedRow): Promise<void> {
    const { walletId, sessionId, type, network, requestHash } = row;
    await this.audit.append(tx, {
      eventType: row.origin === 'sign' ? 'TRANSACTION_SIGNED' : 'MESSAGE_SIGNED',
      actor: sessionId === null ? 'system' : `session:${sessionId}`,
      ...{ walletId, txId: row.id, severity: 'info' },
      ...(sessionId === null ? {} : { sessionId }),
      ...(row.ipAddress === null ? {} : { ipAddress: row.ipAddress }),
      details: { type, network, requestHash },
    });
  }
}
