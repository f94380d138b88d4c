import { Injectable } from '@nestjs/common';
import type { JsonValue } from '@waiaas/core';
import { type Actor, actorLabel } from '../../common/auth/actor.js';
import type { Tx } from '../../infra/prisma/database.js';
import { type AuditSeverity, AuditService } from '../audit/audit.service.js';
import { EventLog } from '../audit/event-log.service.js';

export interface WalletActFacts {
  readonly act:
    | 'WALLET_CREATED'
    | 'WALLET_IMPORTED'
    | 'WALLET_SUSPENDED'
    | 'WALLET_RESUMED'
    | 'WALLET_TERMINATED'
    | 'WALLET_PURGED'
    | 'WALLET_CHANGED'
    | 'KEY_EXPORTED'
    | 'KEY_CEILING_CHANGED';
  readonly walletId: string;
  readonly severity: AuditSeverity;
  readonly details: Readonly<Record<string, JsonValue>>;
}

/** One audit row and one event for each act on a wallet, in the act's own transaction. */
@Injectable()
export class WalletTrail {
  constructor(
    private readonly audit: AuditService,
    private readonly events: EventLog,
  ) {}

  /** A rule that no person made stopped a wallet. */
  async recordStop(tx: Tx, walletId: string, details: Readonly<Record<string, JsonValue>>): Promise<void> {
    const act = 'AUTO_STOP_TRIGGERED';
    await this.audit.append(tx, { eventType: act, actor: 'system', walletId, details, severity: 'critical' });
    await this.events.append(tx, { kind: 'wallet', walletId, data: { walletId, act } });
  }

  async record(tx: Tx, actor: Actor, { act, walletId, severity, details }: WalletActFacts): Promise<void> {
    await this.audit.append(tx, {
      eventType: act,
      actor: actorLabel(actor),
      walletId,
      details,
      severity,
      ipAddress: actor.clientAddress,
    });
    await this.events.append(tx, { kind: 'wallet', walletId, data: { walletId, act } });
  }
}
