import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UuidV7Source } from '../../src/common/time/id-source.js';
import { PASSWORD, startHarness, type TestDaemon } from './harness.js';
import { call } from './http-client.js';

const ids = new UuidV7Source();
let daemon: TestDaemon;
let first: string;
let second: string;
let rows: readonly string[];

async function addRow(walletId: string, over: Record<string, unknown>): Promise<string> {
  const id = ids.next();
  const at = BigInt(daemon.clock.nowSeconds());
  await daemon.database.transaction((tx) =>
    tx.transaction.create({
      data: {
        id,
        walletId,
        origin: 'send',
        type: 'TRANSFER',
        status: 'CONFIRMED',
        chain: 'solana',
        network: 'solana-devnet',
        toAddress: '4Nd1mYvJk1Fd1KPZ6j6oNZ1Q8ZC5uJ2sYgqk2kS5bT3P',
        amount: '1500000000',
        amountDecimals: 9,
        amountSymbol: 'SOL',
        request: '{}',
        requestHash: 'ab'.repeat(32),
        decision: '{}',
        policySetVersion: 1,
        createdAt: at,
        updatedAt: at,
        ...over,
      },
    }),
  );
  return id;
}

beforeAll(async () => {
  daemon = await startHarness({ isWhole: true });
  first = (await daemon.session()).walletId;
  second = (await daemon.session()).walletId;
  rows = [
    await addRow(first, { createdAt: 100n, usdMicros: '2500000' }),
    await addRow(first, { status: 'FAILED', createdAt: 200n, txHash: 'Needle7Hash' }),
    await addRow(second, { type: 'APPROVE', createdAt: 300n, amount: null, toAddress: null }),
  ];
});
afterAll(() => daemon.close());

const get = (path: string) => call(daemon.port, { path, headers: { 'x-master-password': PASSWORD } });
async function listed(query: string): Promise<readonly string[]> {
  const answer = await get(`/v1/admin/transactions${query}`);
  expect(answer.status, answer.text).toBe(200);
  return (answer.json.items as { id: string }[]).map(({ id }) => id);
}

describe('the list of all transactions', () => {
  it('is newest first, with the name of the wallet and figures to show', async () => {
    const { json } = await get('/v1/admin/transactions');
    expect(json).toMatchObject({ total: 3, offset: 0, limit: 20 });
    expect(json.items.map((item: { id: string }) => item.id)).toEqual([...rows].reverse());
    expect(json.items[2]).toMatchObject({ walletName: 'w', formattedAmount: '1.5 SOL', amountUsd: 2.5 });
    expect(json.items[0]).toMatchObject({ formattedAmount: null, amountUsd: null });
  });

  it('is cut by every filter it has', async () => {
    const [one = '', two = '', three = ''] = rows;
    expect(await listed(`?wallet_id=${second}`)).toEqual([three]);
    expect(await listed('?status=FAILED')).toEqual([two]);
    expect(await listed('?type=APPROVE')).toEqual([three]);
    expect(await listed('?network=devnet')).toHaveLength(3);
    expect(await listed('?since=150&until=250')).toEqual([two]);
    expect(await listed('?search=needle7')).toEqual([two]);
    expect(await listed(`?search=${one}`)).toEqual([one]);
    expect(await listed('?limit=1&offset=1')).toEqual([two]);
    expect(await listed('?search=nobody')).toEqual([]);
  });

  it.each([
    'limit=0',
    'limit=101',
    'offset=-1',
    'status=DONE',
    'network=moon',
    'since=x',
    'wallet_id=1',
    'search=',
    'search=%25',
  ])('refuses %s by name', async (query) => {
    const answer = await get(`/v1/admin/transactions?${query}`);
    expect(answer).toMatchObject({ status: 400, json: { code: 'VALIDATION_FAILED' } });
    expect(answer.json.details.issues.map(({ path }: { path: string }) => path)).toContain(
      query.split('=', 1)[0] === 'wallet_id' ? 'wallet_id' : query.split('=', 1)[0],
    );
  });

  it('of one wallet has its rows alone', async () => {
    const { json } = await get(`/v1/admin/wallets/${first}/transactions?limit=1`);
    expect(json).toMatchObject({ total: 2, limit: 1, items: [{ id: rows[1] }] });
    expect((await get(`/v1/admin/wallets/${rows[0] ?? ''}/transactions`)).json.code).toBe('WALLET_NOT_FOUND');
  });
});

describe('the balances of a wallet', () => {
  it('name each network with a figure or the code of what is missing', async () => {
    const { json } = await get(`/v1/admin/wallets/${first}/balance`);
    expect(json).toMatchObject({ walletId: first, chain: 'solana', environment: 'testnet' });
    expect(json.balances).toContainEqual(expect.objectContaining({ network: 'solana-devnet', error: 'ADAPTER_NOT_AVAILABLE' }));
  });
});

describe('master', () => {
  it.each(['cancel', 'reject'])('is told by %s when there is nothing to do', async (act) => {
    const post = (id: string) =>
      call(daemon.port, {
        method: 'POST',
        path: `/v1/admin/transactions/${id}/${act}`,
        headers: { 'x-master-password': PASSWORD },
      });
    expect((await post(rows[0] ?? '')).json.code).toBe('TX_ALREADY_PROCESSED');
    expect((await post(first)).json.code).toBe('TX_NOT_FOUND');
  });
});
