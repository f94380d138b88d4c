import { UUID } from 'uuidv7';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { storeWallet } from '../../../test/stored-wallet.js';
import { type TemporaryDatabase, temporaryDatabase } from '../../../test/temporary-database.js';
import { UuidV7Source } from '../../common/time/id-source.js';
import { newestIds, TABLES_WITH_IDS } from './newest-ids.js';
import { statementsOf } from './statements.js';

/** Named by something else: a hash, a name, or a number that means nothing. */
const NAMED_OTHERWISE = ['auth_counters', 'idempotency_keys', 'restores', 'row_sets'];
/** The year 2100. */
const FAR_MS = 4_102_444_800_000;

let temporary: TemporaryDatabase;
beforeEach(async () => {
  temporary = await temporaryDatabase();
});
afterEach(async () => temporary.drop());

const secret = (id: string) =>
  temporary.database.client.sealedSecret.create({ data: { id, name: 'a name', sealed: '', isCurrent: true, createdAt: 0n } });
/** The first id of a process that finds this database, on a clock that stands at zero. */
function firstId(): string {
  const ids = new UuidV7Source({ nowMs: () => 0 });
  for (const id of newestIds(temporary.database.client)) ids.startAfter(id);
  return ids.next();
}

describe('the newest ids of a database', () => {
  it('are asked of every table that has ids of the daemon', () => {
    const tables = statementsOf(temporary.database.client)
      .all(
        `SELECT tables.name AS name FROM sqlite_schema AS tables, pragma_table_info(tables.name) AS info
         WHERE tables.type = 'table' AND tables.name NOT GLOB '_prisma*' AND info.name = 'id' AND info.type = 'TEXT'`,
        [],
      )
      .map(({ name }) => String(name));
    expect([...TABLES_WITH_IDS, ...NAMED_OTHERWISE].sort()).toEqual(tables.sort());
  });

  it('keep a later process above them, whatever its clock says', async () => {
    const far = UUID.fromFieldsV7(FAR_MS, 1, 2, 3).toString();
    const wallet = await storeWallet(temporary.database);
    expect(firstId() > wallet).toBe(true);
    await secret(far);
    expect(newestIds(temporary.database.client)).toContain(far);
    expect(firstId() > far).toBe(true);
  });

  it.each([
    'zzzzzzzz-zzzz-7zzz-zzzz-zzzzzzzzzzzz',
    '        -    -7   -    -            ',
    'ffffffff-ffff-7fff-bfff-ffffffffffff',
    'a name',
    UUID.parse('f'.repeat(32)).toString(),
  ])('are none that nothing could stand above, such as %s: it stops no start', async (id) => {
    await secret(id);
    expect(newestIds(temporary.database.client)).toEqual([]);
  });

  it('are none in a database that is new', () => {
    expect(newestIds(temporary.database.client)).toEqual([]);
  });
});
