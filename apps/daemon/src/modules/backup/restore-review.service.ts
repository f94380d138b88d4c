import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../common/time/clock.js';
import { Database } from '../../infra/prisma/database.js';
import { AuditService } from '../audit/audit.service.js';
import { EventLog } from '../audit/event-log.service.js';
import { OpenTransactions } from '../wallets/open-transactions.port.js';
import { Installation } from './installation.repository.js';

/**
 * The first start on a restored database: what had no signed bytes in the backup is cancelled, and the chain says what happened. The
 * copy came SUSPENDED, and none of its open rows can ever be signed, before this runs and after it.
 */
@Injectable()
export class RestoreReview implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly installation: Installation,
    private readonly openTransactions: OpenTransactions,
    private readonly audit: AuditService,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {}

  async onModuleInit(): Promise<void> {
    const restore = await this.installation.unreviewedRestore();
    if (restore === undefined) return;
    const { id, archive, backupAt, restoredAt } = restore;
    const now = this.clock.nowSeconds();
    await this.database.transaction(async (tx) => {
      const cancelled = await this.openTransactions.cancelAll(tx, { errorCode: 'CANCELLED_BY_KILL_SWITCH', actor: 'restore' });
      await this.audit.append(tx, {
        eventType: 'BACKUP_RESTORED',
        actor: 'restore',
        details: { archive, backupAt, restoredAt, cancelled },
        severity: 'critical',
      });
      await this.events.append(tx, { kind: 'kill-switch', data: { state: 'SUSPENDED', at: now } });
      await this.installation.markReviewed(tx, id, now);
    });
  }
}
