import { channel } from 'node:diagnostics_channel';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../../../test/until.js';
import { startWholeDaemon, type WholeDaemon } from '../../../test/whole-daemon.js';
import { type AuditEntry, AuditService } from '../audit/audit.service.js';
import { EvidenceFigures } from './evidence-figures.repository.js';
import { ProcessCounters } from './process-counters.js';
import type { Metric } from './exposition.js';

let daemon: WholeDaemon;
beforeEach(async () => {
  daemon = await startWholeDaemon({ settings: { 'backup.interval_hours': '6' } });
});
afterEach(() => daemon.close());

const happen = (eventType: AuditEntry['eventType']) =>
  daemon.database.transaction((tx) =>
    daemon.get(AuditService).append(tx, { eventType, actor: 'system', details: {}, severity: 'info' }),
  );
const valueOf = (metrics: readonly Metric[], name: string) =>
  metrics.find((metric) => metric.name === name)?.samples.map(({ value }) => value);
const figure = async (name: string) => valueOf(await daemon.get(EvidenceFigures).metrics(), name)?.[0];

describe('the figures of the outbox', () => {
  it('say how many rows nobody was told of, and for how long, wherever the outbox has stopped', async () => {
    await happen('WALLET_CHANGED');
    await until(async () => (await daemon.database.client.outboxCursor.count()) === 1);
    await daemon.database.client.outboxCursor.update({ where: { id: 1 }, data: { auditId: 1_000_000n } });
    expect([await figure('waiaas_outbox_unread_rows'), await figure('waiaas_outbox_unread_age_seconds')]).toEqual([0, 0]);
    daemon.clock.advance(30);
    const { id } = await happen('WALLET_CHANGED');
    await daemon.database.client.outboxCursor.update({ where: { id: 1 }, data: { auditId: BigInt(id - 1) } });
    daemon.clock.advance(20);
    expect(await figure('waiaas_outbox_unread_rows')).toBeGreaterThanOrEqual(1);
    expect(await figure('waiaas_outbox_unread_age_seconds')).toBe(20);
  });
});

describe('the figures of backups', () => {
  it('say how old the last one is, how many failed and how often there should be one', async () => {
    await happen('WALLET_CHANGED');
    daemon.clock.advance(500);
    // There was none yet: what there is to lose began with the first row.
    expect(await figure('waiaas_backup_age_seconds')).toBe(500);
    await happen('BACKUP_CREATED');
    daemon.clock.advance(100);
    await happen('BACKUP_FAILED');
    expect(await figure('waiaas_backup_age_seconds')).toBe(100);
    expect(await figure('waiaas_backup_failures_total')).toBe(1);
    expect(await figure('waiaas_backup_interval_seconds')).toBe(6 * 3600);
  });
});

describe('a database statement of a quarter of a second', () => {
  const slow = () => valueOf(daemon.get(ProcessCounters).metrics(), 'waiaas_slow_statements_total')?.[0] ?? Number.NaN;
  const warned = () =>
    daemon
      .log()
      .split('\n')
      .filter((line) => line.includes('a database statement was slow') && line.includes('of_this_test'));

  it('is counted and logged with its text, and a faster one is not', async () => {
    const before = slow();
    const statements = channel('waiaas:statement');
    statements.publish({ sql: 'SELECT fast FROM of_this_test WHERE id = ?', ms: 249.9 });
    expect(warned()).toEqual([]);
    statements.publish({ sql: 'SELECT slow FROM of_this_test WHERE id = ?', ms: 250 });
    expect(slow()).toBeGreaterThan(before);
    expect(warned()).toHaveLength(1);
    expect(JSON.parse(warned()[0] ?? '')).toMatchObject({
      level: 40,
      statement: 'SELECT slow FROM of_this_test WHERE id = ?',
      milliseconds: 250,
    });
  });

  it('is counted where it really ran so long', async () => {
    const before = slow();
    for (let rows = 1_000_000; slow() === before; rows *= 4) {
      await daemon.database.client.$queryRaw`WITH RECURSIVE of_this_test(n) AS
        (SELECT 1 UNION ALL SELECT n + 1 FROM of_this_test WHERE n < ${rows}) SELECT max(n) AS n FROM of_this_test`;
    }
    expect(warned().length).toBeGreaterThan(0);
  });
});
