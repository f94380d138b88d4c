import { DomainError } from '@waiaas/core';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { auditOver } from '../../../test/audit-over.js';
import { FixedClock } from '../../../test/fixed-clock.js';
import { KNOWN_VAULT } from '../../../test/signer/known-vault.js';
import { type TemporaryDatabase, temporaryDatabase } from '../../../test/temporary-database.js';
import type { Tx } from '../prisma/database.js';
import { VaultRepository } from './vault.repository.js';

const NEXT = { ...KNOWN_VAULT, version: 2, blob: 'sealed under another password' };

let temporary: TemporaryDatabase;
let audit: ReturnType<typeof auditOver>;
let vault: VaultRepository;

beforeEach(async () => {
  temporary = await temporaryDatabase();
  const clock = new FixedClock();
  audit = auditOver(temporary.database, clock);
  vault = new VaultRepository(temporary.database, clock);
  await vault.save(KNOWN_VAULT, 0);
});
afterEach(async () => temporary.drop());

const record = async (tx: unknown): Promise<void> => {
  await audit.append(tx as Tx, { eventType: 'MASTER_PASSWORD_CHANGED', actor: 'master', details: {}, severity: 'critical' });
};

it('writes the row and what goes with it together', async () => {
  await vault.save(NEXT, 1, record);
  expect(await vault.load()).toEqual(NEXT);
  expect(await audit.list({}, { limit: 9 })).toMatchObject([{ eventType: 'MASTER_PASSWORD_CHANGED' }]);
});

it('keeps the row as it was where that cannot be written', async () => {
  const diskFull = async (tx: unknown): Promise<void> => {
    await record(tx);
    throw new Error('disk full');
  };
  await expect(vault.save(NEXT, 1, diskFull)).rejects.toThrow('disk full');
  expect([await vault.load(), await audit.count({})]).toEqual([KNOWN_VAULT, 0]);
});

it('writes nothing down where another change was first', async () => {
  await vault.save(NEXT, 1, record);
  await expect(vault.save({ ...NEXT, blob: 'late' }, 1, record)).rejects.toEqual(new DomainError('VERSION_CONFLICT'));
  expect([await vault.load(), await audit.count({})]).toEqual([NEXT, 1]);
});
