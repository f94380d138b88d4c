import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FixedClock } from '../../../test/fixed-clock.js';
import { MIGRATIONS_DIR, type TemporaryDatabase, temporaryDatabase, withRowKey } from '../../../test/temporary-database.js';
import type { Database } from '../../infra/prisma/database.js';
import { openDatabase } from '../../infra/prisma/prisma-database.js';
import { auditHash, type HashedAuditRow } from './audit-chain.js';
import { AuditController } from './audit.controller.js';
import { AuditRepository } from './audit.repository.js';
import { type AuditEntry, AuditService } from './audit.service.js';

const WALLET = '0198f0c1-0000-7000-8000-000000000001';

let temporary: TemporaryDatabase;
let database: Database;
let audit: AuditService;
let controller: AuditController;

beforeEach(async () => {
  temporary = await temporaryDatabase();
  database = temporary.database;
  audit = new AuditService(new AuditRepository(database), new FixedClock());
  controller = new AuditController(audit);
});
afterEach(async () => temporary.drop());

const entry = (over: Partial<AuditEntry> = {}): AuditEntry => ({
  eventType: 'WALLET_CREATED',
  actor: 'master',
  details: { n: 1 },
  severity: 'info',
  ...over,
});
const append = (over?: Partial<AuditEntry>) => database.transaction((tx) => audit.append(tx, entry(over)));
const oldestFirst = async (): Promise<HashedAuditRow[]> => [...(await audit.list({}, { limit: 1000 }))].reverse();

function brokenAt(rows: readonly HashedAuditRow[]): number | undefined {
  let previous = '0'.repeat(64);
  for (const row of rows) {
    if (row.prevHash !== previous || auditHash(row) !== row.hash) return row.id;
    previous = row.hash;
  }
  return undefined;
}

describe('AuditService', () => {
  it('chains each row to the one before, from a fixed beginning', async () => {
    await append();
    await database.transaction(async (tx) => {
      await audit.append(tx, entry({ eventType: 'SESSION_CREATED' }));
      await audit.append(tx, entry({ eventType: 'POLICY_CREATED' }));
    });
    const rows = await oldestFirst();
    expect(rows.map((row) => row.id)).toEqual([1, 2, 3]);
    expect(rows[0]?.prevHash).toBe('0'.repeat(64));
    expect(brokenAt(rows)).toBeUndefined();
  });

  it('keeps ids without gaps and the chain whole under parallel writers and rollbacks', async () => {
    const acts = Array.from({ length: 64 }, (_, index) =>
      database
        .transaction(async (tx) => {
          await audit.append(tx, entry({ details: { index } }));
          if (index % 3 === 0) throw new Error('rolled back');
        })
        .catch(() => undefined),
    );
    await Promise.all(acts);
    const rows = await oldestFirst();
    expect(rows.map((row) => row.id)).toEqual(Array.from({ length: 42 }, (_, index) => index + 1));
    expect(brokenAt(rows)).toBeUndefined();
  });

  it.each(['eventType', 'actor', 'walletId', 'sessionId', 'txId', 'details', 'severity', 'ipAddress', 'timestamp'] as const)(
    'shows a row whose %s was changed afterwards',
    async (member) => {
      await append({ walletId: WALLET, ipAddress: '127.0.0.1' });
      await append();
      const [first, second] = await oldestFirst();
      if (first === undefined || second === undefined) throw new Error('two rows were written');
      const forged = { ...first, [member]: member === 'timestamp' ? first.timestamp + 1 : 'forged' };
      expect(brokenAt([forged, second])).toBe(1);
    },
  );

  it('shows a removed row', async () => {
    await append();
    await append();
    await append();
    const [first, , third] = await oldestFirst();
    expect(brokenAt([first, third].flatMap((row) => (row === undefined ? [] : [row])))).toBe(3);
  });

  it('refuses details that have no canonical text, and with them the act', async () => {
    const act = database.transaction(async (tx) => {
      await tx.setting.create({ data: { key: 'k', value: 'v', updatedAt: 1n } });
      await audit.append(tx, entry({ details: { ratio: 0.5 } }));
    });
    await expect(act).rejects.toThrow(RangeError);
    expect(await database.client.setting.count()).toBe(0);
  });
});

describe('rows that were written before the signer was unlocked', () => {
  const reopened = async (): Promise<void> => {
    await database.close();
    database = await openDatabase({ file: temporary.file, migrationsDir: MIGRATIONS_DIR });
    audit = new AuditService(new AuditRepository(database), new FixedClock());
  };
  const findings = async () => (await oldestFirst()).filter(({ eventType }) => eventType === 'EXPOSURE_FINDING');
  const unsound = () => database.guard.look(database.client).map(({ table }) => table);
  afterEach(() => database.close());

  it('are vouched for by the process that wrote them', async () => {
    await append();
    await reopened();
    await append();
    await append();
    await withRowKey(database);
    expect(unsound()).toEqual([]);
    await append();
    expect(await findings()).toEqual([]);
    expect(new AuditRepository(database).ends()).toMatchObject({ stored: { id: 4 }, head: { id: 4 } });
    expect(unsound()).toEqual([]);
  });

  it('and died with that process stop nothing, but are named: somebody else may have written them', async () => {
    await append();
    await reopened();
    await append();
    await reopened();
    await append();
    await withRowKey(database);
    expect(unsound()).toEqual([]);
    await append();
    expect((await findings()).map(({ details }) => JSON.parse(details) as unknown)).toEqual([
      { code: 'AUDIT_ROWS_UNVOUCHED', severity: 'warning', firstId: 2, lastId: 3 },
    ]);
    await append();
    expect(await findings()).toHaveLength(1);
    expect(unsound()).toEqual([]);
  });

  it('do not hide that rows were cut off meanwhile', async () => {
    for (let n = 0; n < 5; n += 1) await append();
    await database.client.auditLog.deleteMany({ where: { id: { gt: 2n } } });
    await reopened();
    await append();
    await withRowKey(database);
    expect(unsound()).toEqual(['audit_log (chain)']);
    await append();
    const [found] = await findings();
    expect(found).toMatchObject({ id: 6, details: expect.stringContaining('AUDIT_CHAIN_BROKEN') });
    expect(unsound()).toEqual(['audit_log (chain)']);
  });
});

describe('GET /v1/audit-logs', () => {
  it('pages newest first and ends without a cursor', async () => {
    for (let i = 0; i < 5; i += 1) await append();
    const first = await controller.list({ limit: 2 });
    expect(first).toMatchObject({ nextCursor: 4, hasMore: true });
    expect(first.data.map((row) => row.id)).toEqual([5, 4]);
    expect(first).not.toHaveProperty('total');
    const last = await controller.list({ limit: 3, cursor: 4, include_total: true });
    expect(last).toMatchObject({ nextCursor: null, hasMore: false, total: 5 });
    expect(last.data.map((row) => row.id)).toEqual([3, 2, 1]);
  });

  it('filters by wallet under both names, by event, severity and time', async () => {
    await append({ walletId: WALLET });
    await append({ eventType: 'POLICY_DENIED', severity: 'warning' });
    expect((await controller.list({ wallet_id: WALLET })).data).toHaveLength(1);
    expect((await controller.list({ walletId: WALLET })).data).toHaveLength(1);
    expect((await controller.list({ event_type: 'POLICY_DENIED' })).data).toHaveLength(1);
    expect((await controller.list({ severity: 'critical' })).data).toHaveLength(0);
    expect((await controller.list({ from: 1_795_330_000, to: 1_795_330_000 })).data).toHaveLength(2);
    expect((await controller.list({ from: 1_795_330_001 })).data).toHaveLength(0);
  });

  it('shows details as the object they are', async () => {
    await append({ details: { to: 'X', list: [1, 2] } });
    expect((await controller.list({})).data[0]?.details).toEqual({ to: 'X', list: [1, 2] });
  });
});
