import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/time/clock.js';
import { RuntimeSettings } from '../../config/runtime-settings.js';
import { Database } from '../../infra/prisma/database.js';
import type { Metric } from './exposition.js';
import { gauge } from './process-counters.js';

const SECONDS_PER_HOUR = 3600;

/** How far what happened has come: to those who are to be told, and to a backup. */
@Injectable()
export class EvidenceFigures {
  constructor(
    private readonly database: Database,
    private readonly settings: RuntimeSettings,
    private readonly clock: Clock,
  ) {}

  async metrics(): Promise<readonly Metric[]> {
    const [outbox, backups] = await Promise.all([this.#outbox(), this.#backups()]);
    return [...outbox, ...backups];
  }

  /** Before its first turn the outbox has no place: what there is then is told nobody, so nothing waits. */
  async #outbox(): Promise<readonly Metric[]> {
    const { client } = this.database;
    const [cursor, last] = await Promise.all([
      client.outboxCursor.findUnique({ where: { id: 1 }, select: { auditId: true } }),
      client.auditLog.findFirst({ orderBy: { id: 'desc' }, select: { id: true } }),
    ]);
    const place = cursor?.auditId ?? last?.id ?? 0n;
    const next = await client.auditLog.findFirst({
      where: { id: { gt: place } },
      orderBy: { id: 'asc' },
      select: { timestamp: true },
    });
    const unread = Math.max(0, Number((last?.id ?? 0n) - place));
    return [
      gauge('waiaas_audit_rows_total', 'Rows of the audit chain.', Number(last?.id ?? 0n), 'counter'),
      gauge('waiaas_outbox_unread_rows', 'Rows of the audit chain that nobody was told of yet.', unread),
      gauge('waiaas_outbox_unread_age_seconds', 'Age of the oldest of them.', next === null ? 0 : this.#age(next.timestamp)),
    ];
  }

  async #backups(): Promise<readonly Metric[]> {
    const { auditLog } = this.database.client;
    const [made, failures, first] = await Promise.all([
      auditLog.findFirst({ where: { eventType: 'BACKUP_CREATED' }, orderBy: { id: 'desc' }, select: { timestamp: true } }),
      auditLog.count({ where: { eventType: 'BACKUP_FAILED' } }),
      auditLog.findFirst({ orderBy: { id: 'asc' }, select: { timestamp: true } }),
    ]);
    const since = (made ?? first)?.timestamp;
    return [
      gauge(
        'waiaas_backup_age_seconds',
        'Since the last backup; since the first start where there is none.',
        since === undefined ? 0 : this.#age(since),
      ),
      gauge('waiaas_backup_failures_total', 'Backups, or their way to another place, that failed.', failures, 'counter'),
      gauge(
        'waiaas_backup_interval_seconds',
        'How often there should be one; 0: only when somebody asks.',
        this.settings.get('backup.interval_hours') * SECONDS_PER_HOUR,
      ),
    ];
  }

  #age(since: bigint): number {
    return Math.max(0, this.clock.nowSeconds() - Number(since));
  }
}
