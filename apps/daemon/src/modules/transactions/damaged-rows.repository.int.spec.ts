import Sqlite from 'better-sqlite3';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { storeWallet } from '../../../test/stored-wallet.js';
import { FIRST_PASSWORD, startWholeDaemon, type WholeDaemon } from '../../../test/whole-daemon.js';
import { OpenTransactions } from '../wallets/open-transactions.port.js';
import { ExecutionReading } from './execution-reading.repository.js';
import { SignaturesRepository } from './signatures.repository.js';
import { StrandedRows } from './stranded-rows.repository.js';
import { WaitingRowsRepository } from './waiting-rows.repository.js';

const NETWORK = 'ethereum-sepolia';
const FROM = '0x52908400098527886E0F7030069857D2E4169EE7';
const LATER = 4_000_000_000;

let daemon: WholeDaemon;
let outside: Sqlite.Database;
/** Whose row is damaged, and whose is not. */
let hit: string;
let other: string;
let ids = 0;

beforeAll(async () => {
  daemon = await startWholeDaemon();
  outside = new Sqlite(path.join(daemon.dataDirectory, 'data', 'waiaas.db'), { timeout: 30_000 });
});
afterAll(async () => {
  outside.close();
  await daemon.close();
});
beforeEach(async () => {
  await client().transaction.deleteMany({});
  await client().nonceReservation.deleteMany({});
  hit = await storeWallet(daemon.database);
  other = await storeWallet(daemon.database);
});

const client = () => daemon.database.client;

interface Kind {
  readonly status: string;
  readonly attempt?: string;
  readonly columns?: object;
}

async function stored(walletId: string, { status, attempt, columns = {} }: Kind): Promise<string> {
  const id = `tx-${String((ids += 1)).padStart(6, '0')}`;
  const request = { type: 'TRANSFER', walletId, chain: 'ethereum', network: NETWORK, from: FROM, to: FROM, amount: '1' };
  const place = { walletId, network: NETWORK };
  const at = { createdAt: 1n, updatedAt: 1n };
  const texts = { request: JSON.stringify(request), requestHash: 'hash', decision: '{"operations":[]}', policySetVersion: 1 };
  await client().transaction.create({
    data: { id, ...place, origin: 'send', type: 'TRANSFER', status, chain: 'ethereum', ...texts, ...at, ...columns },
  });
  if (attempt !== undefined)
    await client().attempt.create({
      data: {
        id: `${id}-1`,
        transactionId: id,
        ...place,
        number: 1,
        kind: 'original',
        state: attempt,
        nonce: 0,
        params: '{}',
        ...at,
      },
    });
  return id;
}

/** What one row can be made that no reader gets past, and what one that all of them read. */
const ROW_DAMAGE = [
  `request = '{"type":'`,
  `request = 'null'`,
  `request = X'00ff'`,
  `decision = substr(decision, 2)`,
  `approval = '['`,
  `max_fee = '1x'`,
  `network = 'ethereum-sepolib'`,
  `revision = 'x'`,
  `revision = 9223372036854775807`,
  `created_at = 1.5`,
  `updated_at = 'soon'`,
  `request_hash = 'Hash'`,
];
const ATTEMPT_DAMAGE = [`params = '{'`, `network = ''`, `nonce = 'x'`, `number = 2.5`, `state = 'DROPPED'`, `tx_hash = '0x'`];

const damage = (table: 'transactions' | 'attempts', id: string, change: string): void => {
  const { changes } = outside
    .prepare(`UPDATE ${table} SET ${change} WHERE ${table === 'attempts' ? 'transaction_id' : 'id'} = ?`)
    .run(id);
  expect(changes).toBe(1);
};

type Look = () => Promise<readonly string[]>;
const ended = (rows: readonly { readonly id: string }[]): string[] => rows.map(({ id }) => id);

/** Each worker, the row it looks for, and what it finds. */
const WORKERS: readonly (readonly [string, Kind, Look])[] = [
  [
    'an executor that looks for lanes',
    { status: 'EXECUTING' },
    async () => {
      const lanes = await daemon.get(ExecutionReading).lanes();
      return lanes.map(({ walletId }) => walletId);
    },
  ],
  [
    'a confirmer',
    { status: 'SUBMITTED', attempt: 'BROADCAST' },
    async () => {
      const reading = daemon.get(ExecutionReading);
      expect(await reading.openNetworks()).toEqual([NETWORK]);
      return (await reading.unsettled(NETWORK, 200, 'all')).map(({ row }) => row.walletId);
    },
  ],
  [
    'one that waits for finality',
    { status: 'CONFIRMED', attempt: 'MINED' },
    async () => (await daemon.get(ExecutionReading).unsettled(NETWORK, 200, 'all')).map(({ row }) => row.walletId),
  ],
  [
    'one that looks for delays that are over',
    { status: 'QUEUED', columns: { waitReason: 'DELAY', executeAt: 5n } },
    async () => (await daemon.get(WaitingRowsRepository).due(LATER)).map(({ walletId }) => walletId),
  ],
  [
    'one that looks for approvals that expired',
    { status: 'QUEUED', columns: { waitReason: 'APPROVAL', expiresAt: 5n } },
    async () => (await daemon.get(WaitingRowsRepository).expired(LATER)).map(({ walletId }) => walletId),
  ],
  [
    'one that waits for gas',
    { status: 'QUEUED', columns: { waitReason: 'GAS', expiresAt: BigInt(LATER) } },
    async () => (await daemon.get(WaitingRowsRepository).forGas(10)).map(({ walletId }) => walletId),
  ],
  [
    'one that makes signatures a crash cut off',
    { status: 'SIGNED', columns: { origin: 'sign-message' } },
    async () => (await daemon.get(SignaturesRepository).unfinished(LATER)).map(({ walletId }) => walletId),
  ],
  [
    'one that follows what was handed out',
    { status: 'SIGNED', attempt: 'SIGNED', columns: { origin: 'sign', answerStatus: 200 } },
    async () => {
      const signatures = daemon.get(SignaturesRepository);
      expect(await signatures.networks()).toEqual([NETWORK]);
      return (await signatures.handedOut(NETWORK, '', 200)).map(({ row }) => row.walletId);
    },
  ],
];

describe.each(WORKERS)('%s', (_, kind, look) => {
  const changes = [
    ...ROW_DAMAGE.map((change) => ['transactions', change] as const),
    ...(kind.attempt === undefined ? [] : ATTEMPT_DAMAGE.map((change) => ['attempts', change] as const)),
  ];

  it.each(changes)('goes past a row of %s with %s, and on with the others', async (table, change) => {
    const damaged = await stored(hit, kind);
    await stored(other, kind);
    expect([...(await look())].sort()).toEqual([hit, other].sort());
    damage(table, damaged, change);
    expect(await look()).toEqual([other]);
    expect(daemon.database.guard.unsound.map((row) => row.table)).toEqual([table]);
  });
});

describe('a payment that was sent', () => {
  it.each([
    ['taken away', `DELETE FROM attempts`],
    ['given to another', `UPDATE attempts SET transaction_id = 'nobody'`],
  ])('gets no new bytes where those it has are %s', async (_, change) => {
    const kind = { status: 'SUBMITTED', attempt: 'BROADCAST' };
    const id = await stored(hit, kind);
    outside.pragma('foreign_keys = OFF');
    outside.exec(`${change} WHERE transaction_id = '${id}'`);
    expect(await daemon.get(ExecutionReading).executable(hit, NETWORK, 32)).toEqual([]);
    expect(await daemon.get(ExecutionReading).unsettled(NETWORK, 200, 'all')).toEqual([]);
  });
});

describe('what goes on beside a damaged row', () => {
  it('is the end of signatures at their deadline', async () => {
    const kind = { status: 'SIGNED', columns: { origin: 'sign-message', answerStatus: 200, expiresAt: 5n } };
    const [damaged, whole] = [await stored(hit, kind), await stored(other, kind)];
    damage('transactions', damaged, `request = '{'`);
    await daemon.get(SignaturesRepository).closeDue(10);
    expect(await client().transaction.findMany({ where: { status: 'CONFIRMED' }, select: { id: true } })).toEqual([
      { id: whole },
    ]);
  });

  it('is the end of what a terminated wallet left', async () => {
    const kind = { status: 'SUBMITTED', attempt: 'DROPPED' };
    const [damaged, whole] = [await stored(hit, kind), await stored(other, kind)];
    await client().wallet.updateMany({ where: { id: { in: [hit, other] } }, data: { status: 'TERMINATED' } });
    damage('transactions', damaged, `decision = '{'`);
    const why = { at: 10, actor: 'system' };
    await daemon.database.transaction((tx) => daemon.get(StrandedRows).end(tx, [hit, other], why));
    expect(await client().transaction.findMany({ where: { status: 'FAILED' }, select: { id: true } })).toEqual([{ id: whole }]);
  });

  it('is a stop, and the damaged row does not outlive it: mended later it has ended all the same', async () => {
    const kind = { status: 'QUEUED', columns: { waitReason: 'DELAY', executeAt: BigInt(LATER) } };
    const [damaged, whole] = [await stored(hit, kind), await stored(other, kind)];
    damage('transactions', damaged, `request = '{' || request`);
    const why = { errorCode: 'CANCELLED_BY_KILL_SWITCH', actor: 'master' } as const;
    await daemon.database.transaction((tx) => daemon.get<OpenTransactions>(OpenTransactions).cancelAll(tx, why));
    damage('transactions', damaged, `request = substr(request, 2)`);
    const states = await client().transaction.findMany({ orderBy: { id: 'asc' }, select: { id: true, status: true } });
    expect(states).toEqual([damaged, whole].map((id) => ({ id, status: 'CANCELLED' })));
  });

  it('is the rest of an installation: the row is named, and goes on when it is mended', async () => {
    const kind = { status: 'QUEUED', columns: { waitReason: 'DELAY', executeAt: 5n } };
    const damaged = await stored(hit, kind);
    damage('transactions', damaged, `request = '{' || request`);
    const report = await daemon.call('/v1/admin/integrity', { password: FIRST_PASSWORD });
    const row = expect.objectContaining({ table: 'transactions', id: damaged, walletId: hit });
    // Beside what other tests took away.
    expect(report.body).toMatchObject({ isSound: false, rows: expect.arrayContaining([row]) });
    const adopt = async () =>
      daemon.call('/v1/admin/integrity/adopt', {
        method: 'POST',
        password: FIRST_PASSWORD,
        body: { digest: report.body['digest'] },
      });
    expect(await adopt()).toMatchObject({ status: 409, body: { code: 'INVALID_STATE_TRANSITION' } });
    damage('transactions', damaged, `request = substr(request, 2)`);
    expect(ended(await daemon.get(WaitingRowsRepository).due(LATER))).toEqual([damaged]);
  });
});
