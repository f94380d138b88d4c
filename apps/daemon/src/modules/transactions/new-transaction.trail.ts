import { Injectable } from '@nestjs/common';
import type { JsonValue } from '@waiaas/core';
import type { NewTransaction } from '@waiaas/pipeline';
import type { Tx } from '../../infra/prisma/database.js';
import { AuditService } from '../audit/audit.service.js';
import { EventLog } from '../audit/event-log.service.js';

/** The event and the audit row of a request that was just decided, in the decision's own transaction. */
@Injectable()
export class NewTransactionTrail {
  constructor(
    private readonly audit: AuditService,
    private readonly events: EventLog,
  ) {}

  async write(tx: Tx, row: NewTransaction): Promise<void> {
    const { walletId } = row.intent;
    const session = row.sessionId === null ? {} : { sessionId: row.sessionId };
    await this.events.append(tx, {
      kind: row.waitReason === 'APPROVAL' ? 'approval' : 'transaction',
      walletId,
      ...session,
      data: { transactionId: row.id, walletId, from: null, to: row.status, at: row.at },
    });
    if (row.origin === 'withdraw' && row.status === 'EXECUTING') await this.#withdrawn(tx, row);
    // A request that runs at once is on record when it is submitted; what is refused or held back is on record here.
    if (row.status === 'EXECUTING') return;
    const details: Record<string, JsonValue> = {
      type: row.intent.type,
      network: row.intent.network,
      requestHash: row.requestHash,
    };
    if (row.status === 'DENIED') details['denyCode'] = row.decision.denyCode;
    else details['waitReason'] = row.waitReason;
    await this.audit.append(tx, {
      eventType: row.status === 'DENIED' ? 'POLICY_DENIED' : 'TX_QUEUED',
      actor: row.actor,
      walletId,
      ...session,
      txId: row.id,
      ...(row.ipAddress === null ? {} : { ipAddress: row.ipAddress }),
      details,
      severity: row.status === 'DENIED' ? 'warning' : 'info',
    });
  }

  async #withdrawn(tx: Tx, row: NewTransaction): Promise<void> {
    const { intent } = row;
    const asset = intent.type === 'TOKEN_TRANSFER' ? intent.token.address : 'native';
    const to = 'to' in intent ? intent.to : null;
    await this.audit.append(tx, {
      eventType: 'WITHDRAWN',
      actor: row.actor,
      walletId: intent.walletId,
      txId: row.id,
      ...(row.ipAddress === null ? {} : { ipAddress: row.ipAddress }),
      details: { network: intent.network, asset, to, amount: 'amount' in intent ? intent.amount : null },
      severity: 'critical',
    });
  }
}
