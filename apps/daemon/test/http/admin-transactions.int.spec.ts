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
    'cursor=1',
    'newerCursor=1',
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

describe('the memo of a request', () => {
  const memoOf = async (request: string): Promise<unknown> => {
    const { walletId } = await daemon.session();
    await addRow(walletId, { request });
    const { json } = await get(`/v1/admin/wallets/${walletId}/transactions`);
    return json.items[0].memo;
  };

  it('is the one that was hashed, whatever it says', async () => {
    const memo = '"memo":"\u202e<script>\u0000\n';
    expect(await memoOf(JSON.stringify({ amount: '1', memo }))).toBe(memo);
    expect(await memoOf('{"memo":""}')).toBe('');
  });

  it.each([
    '{"amount":"1"}',
    '{"typedData":{"memo":"of a message that is signed"}}',
    '{"calldata":"\\"memo\\":\\"x\\""}',
    '{"memo":{"a":1}}',
    '{"memo":"cut short',
    'null "memo":',
  ])('is none in %s, and the list stays readable', async (request) => {
    expect(await memoOf(request)).toBeNull();
  });
});

interface Page {
  readonly items: readonly { readonly id: string }[];
  readonly total: number;
  readonly offset: number;
  readonly cursor: string | null;
  readonly hasMore: boolean;
  readonly newerCursor: string | null;
}

describe('pages of all transactions by cursor', () => {
  const ASKED = 'status=SUBMITTED&limit=3';
  let walletId: string;
  let kept: string[];

  const pageOf = async (query: string): Promise<Page> => {
    const answer = await get(`/v1/admin/transactions?${query}`);
    expect(answer.status, answer.text).toBe(200);
    return answer.json as Page;
  };
  const idsOf = ({ items }: Page): readonly string[] => items.map(({ id }) => id);
  const arrive = (): Promise<string> => addRow(walletId, { status: 'SUBMITTED' });

  beforeAll(async () => {
    ({ walletId } = await daemon.session());
    kept = [];
    // Between them stand rows of another status, which no page may show or count.
    for (let n = 0; n < 8; n += 1) {
      kept.unshift(await arrive());
      await addRow(walletId, { status: 'EXPIRED' });
    }
  });

  it('say what is on both sides, as pages by offset do', async () => {
    const [first, second, last] = [await pageOf(ASKED), await pageOf(`${ASKED}&offset=3`), await pageOf(`${ASKED}&offset=6`)];
    expect(first).toMatchObject({ total: 8, offset: 0, cursor: kept[2], hasMore: true, newerCursor: null });
    expect(second).toMatchObject({ total: 8, offset: 3, cursor: kept[5], hasMore: true, newerCursor: kept[3] });
    expect(last).toMatchObject({ total: 8, offset: 6, cursor: null, hasMore: false, newerCursor: kept[6] });
    expect(await pageOf(`${ASKED}&cursor=${kept[2] ?? ''}`)).toEqual(second);
    expect(await pageOf(`${ASKED}&newerCursor=${kept[6] ?? ''}`)).toEqual(second);
    expect(await pageOf(`${ASKED}&cursor=${kept[5] ?? ''}`)).toEqual(last);
    expect(await pageOf(`${ASKED}&newerCursor=${kept[3] ?? ''}`)).toEqual(first);
  });

  it('neither repeat nor miss a row while others arrive, downwards and back', async () => {
    const seen: string[] = [];
    let page = await pageOf(ASKED);
    seen.push(...idsOf(page));
    while (page.cursor !== null) {
      await Promise.all([arrive(), arrive()]);
      page = await pageOf(`${ASKED}&cursor=${page.cursor}`);
      seen.push(...idsOf(page));
    }
    expect(seen).toEqual(kept);
    expect(page).toMatchObject({ total: kept.length + 4, offset: 10, hasMore: false });

    const back = [...idsOf(page)];
    while (page.newerCursor !== null) {
      page = await pageOf(`${ASKED}&newerCursor=${page.newerCursor}`);
      back.unshift(...idsOf(page));
    }
    expect(page.offset).toBe(0);
    expect(back.slice(-kept.length)).toEqual(kept);
    expect(back).toEqual(idsOf(await pageOf('status=SUBMITTED&limit=100')));
    expect(new Set(back).size).toBe(kept.length + 4);
  });

  it('go on where the row they begin at has left the filter', async () => {
    const [gone = '', next = ''] = idsOf(await pageOf(ASKED))
      .slice(2, 3)
      .concat(idsOf(await pageOf(`${ASKED}&offset=3`)));
    await daemon.database.transaction((tx) => tx.transaction.update({ where: { id: gone }, data: { status: 'CONFIRMED' } }));
    expect(idsOf(await pageOf(`${ASKED}&cursor=${gone}`))[0]).toBe(next);
    expect(idsOf(await pageOf(`${ASKED}&newerCursor=${gone}`))).toEqual(idsOf(await pageOf(ASKED)).slice(0, 2));
  });

  it('end with an empty one below the last and above the newest', async () => {
    const [newest] = idsOf(await pageOf(ASKED));
    const { total } = await pageOf(ASKED);
    const nothing = { items: [], cursor: null, hasMore: false, newerCursor: null };
    expect(await pageOf(`${ASKED}&cursor=${kept.at(-1) ?? ''}`)).toMatchObject({ ...nothing, offset: total });
    expect(await pageOf(`${ASKED}&newerCursor=${newest ?? ''}`)).toMatchObject({ ...nothing, offset: 0 });
  });

  it('are of one wallet too', async () => {
    const path = `/v1/admin/wallets/${walletId}/transactions?limit=1`;
    const { json } = await get(path);
    expect((await get(`${path}&cursor=${String(json.cursor)}`)).json).toMatchObject({ offset: 1, items: [{}] });
  });

  it.each([
    ['offset', (id: string) => `offset=0&cursor=${id}`],
    ['offset', (id: string) => `offset=0&newerCursor=${id}`],
    ['newerCursor', (id: string) => `cursor=${id}&newerCursor=${id}`],
  ])('are not asked for from two places: %s is named', async (path, query) => {
    const answer = await get(`/v1/admin/transactions?${query(kept[0] ?? '')}`);
    expect(answer).toMatchObject({ status: 400, json: { code: 'VALIDATION_FAILED', details: { issues: [{ path }] } } });
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
