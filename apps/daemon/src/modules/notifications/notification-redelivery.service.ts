import { Injectable } from '@nestjs/common';
import { type Actor, actorLabel } from '../../common/auth/actor.js';
import { Database } from '../../infra/prisma/database.js';
import { AuditService } from '../audit/audit.service.js';
import { Outbox } from '../outbox/outbox.service.js';

@Injectable()
export class NotificationRedelivery {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly audit: AuditService,
  ) {}

  /** Gives notices that were given up another round; how many. */
  async run(ids: readonly string[] | undefined, actor: Actor): Promise<number> {
    return this.database.transaction(async (tx) => {
      const count = await this.outbox.redeliver(tx, { kind: 'channel' }, ids);
      await this.audit.append(tx, {
        eventType: 'NOTIFICATION_REDELIVERED',
        actor: actorLabel(actor),
        details: { count },
        severity: 'info',
        ipAddress: actor.clientAddress,
      });
      return count;
    });
  }
}
