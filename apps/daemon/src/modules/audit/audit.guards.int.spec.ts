import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditOver } from '../../../test/audit-over.js';
import { FixedClock } from '../../../test/fixed-clock.js';
import { type TemporaryDatabase, temporaryDatabase } from '../../../test/temporary-database.js';
import { AuditRepository } from './audit.repository.js';
import type { AuditService } from './audit.service.js';

let temporary: TemporaryDatabase;
let audit: AuditService;
let rows: AuditRepository;

beforeEach(async () => {
  temporary = await temporaryDatabase();
  audit = auditOver(temporary.database, new FixedClock());
  rows = new AuditRepository(temporary.database);
});
afterEach(async () => temporary.drop());

const act = (then: () => void = () => undefined) =>
  temporary.database.transaction(async (tx) => {
    await audit.append(tx, { eventType: 'WALLET_CHANGED', actor: 'master', details: {}, severity: 'info' });
    then();
  });

describe('the head of the chain', () => {
  it('moves with every row, in its transaction, and is what the daemon wrote', async () => {
    for (const count of [1, 2, 3]) {
      await act();
      const { stored, head } = rows.ends();
      expect([stored.id, head]).toEqual([count, stored]);
      expect(rows.headRow()).toMatchObject({ rowCount: count, isSound: true, brokenAt: null });
    }
  });

  it('stays where it was together with a row that was not written', async () => {
    await act();
    const before = rows.ends();
    await expect(
      act(() => {
        throw new Error('undone');
      }),
    ).rejects.toThrow('undone');
    expect(rows.ends()).toEqual(before);
  });

  it('stays, and stays sound, where nobody could vouch for it further on', async () => {
    await act();
    const { head } = rows.ends();
    temporary.database.guard.seals.noteForeignSchema(true);
    await act();
    expect(rows.ends()).toMatchObject({ stored: { id: 2 }, head });
    temporary.database.guard.seals.noteForeignSchema(false);
    expect(rows.headRow()).toMatchObject({ rowCount: 1, isSound: true });
  });
});
