import { Injectable } from '@nestjs/common';
import type { JsonValue } from '@waiaas/core';
import { type Actor, actorLabel } from '../../common/auth/actor.js';
import type { Tx } from '../../infra/prisma/database.js';
import { AuditService } from '../audit/audit.service.js';
import { EventLog } from '../audit/event-log.service.js';

export type SessionAct =
  'SESSION_CREATED' | 'SESSION_REVOKED' | 'SESSION_RENEWED' | 'SESSION_ROTATED' | 'SESSION_WALLETS_CHANGED';

export interface SessionActFacts {
  readonly act: SessionAct;
  readonly sessionId: string;
  readonly walletId?: string;
  readonly details: Readonly<Record<string, JsonValue>>;
}

/** One audit row and one event for each act on a session, in the act's own transaction. */
@Injectable()
export class SessionTrail {
  constructor(
    private readonly audit: AuditService,
    private readonly events: EventLog,
  ) {}

  async record(tx: Tx, actor: Actor, facts: SessionActFacts): Promise<void> {
    const subject = { sessionId: facts.sessionId, ...(facts.walletId === undefined ? {} : { walletId: facts.walletId }) };
    await this.audit.append(tx, {
      eventType: facts.act,
      actor: actorLabel(actor),
      ...subject,
      details: facts.details,
      severity: 'info',
      ipAddress: actor.clientAddress,
    });
    await this.events.append(tx, { kind: 'session', ...subject, data: { ...subject, act: facts.act } });
  }
}
