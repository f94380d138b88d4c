import { startAnvil, deployTestToken, mintTestToken, type AnvilNode } from '@waiaas/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UuidV7Source } from '../../common/time/id-source.js';
import { storeWallet, type StoredWalletTraits } from '../../../test/stored-wallet.js';
import { type Answer, FIRST_PASSWORD, startWholeDaemon, type WholeDaemon } from '../../../test/whole-daemon.js';

const ETHER = 10n ** 18n;
const HOUR = 3600;
const NETWORK = 'ethereum-sepolia';
const SPENDING = { instant_max_usd: 100, notify_max_usd: 100, delay_max_usd: 100, daily_limit_usd: 300, monthly_limit_usd: 9000 };
const ids = new UuidV7Source();

let daemon: WholeDaemon;
let anvil: AnvilNode;

beforeAll(async () => {
  anvil = await startAnvil({ chainId: 11_155_111 });
  daemon = await startWholeDaemon({
    settings: { 'rpc.evm_ethereum_sepolia': anvil.url, 'prices.fixed': 'native:ethereum=2000' },
  });
});
afterAll(async () => {
  await daemon.close();
  await anvil.stop();
});

const read = async (path: string): Promise<Answer> => daemon.call(`/v1/admin/${path}`, { password: FIRST_PASSWORD });
async function found(path: string): Promise<Record<string, never>> {
  const answer = await read(path);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body as Record<string, never>;
}

async function must(path: string, body: unknown): Promise<Answer['body']> {
  const answer = await daemon.call(path, { method: 'POST', body, password: FIRST_PASSWORD });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body;
}

let made = 0;
const addressOf = (n: number): string => `0x${n.toString().padStart(40, '0')}`;
async function wallet(traits: StoredWalletTraits = {}): Promise<{ readonly id: string; readonly address: string }> {
  made += 1;
  const address = addressOf(made);
  return { id: await storeWallet(daemon.database, { address, ...traits }), address };
}

interface Line {
  readonly usd: number | null;
  readonly secondsAgo?: number;
  readonly status?: string;
  readonly sessionId?: string | null;
  readonly category?: string;
}

/** A payment as the ledger has it: in its line, and in the totals of its hour where it has settled. */
async function spent(
  walletId: string,
  { usd, secondsAgo = 0, status = 'CONFIRMED', sessionId = null, category }: Line,
): Promise<void> {
  const [id, at] = [ids.next(), BigInt(daemon.clock.nowSeconds() - secondsAgo)];
  const usdMicros = usd === null ? null : String(usd * 1_000_000);
  const place = { walletId, chain: 'ethereum', network: NETWORK, asset: 'native' };
  await daemon.database.transaction(async (tx) => {
    await tx.transaction.create({
      data: {
        ...{ id, walletId, sessionId, origin: 'send', type: 'TRANSFER', status, chain: 'ethereum', network: NETWORK },
        ...{ request: '{}', requestHash: 'ab'.repeat(32), decision: '{}', policySetVersion: 1, createdAt: at, updatedAt: at },
      },
    });
    const state = status === 'CONFIRMED' ? 'SETTLED' : 'OPEN';
    await tx.ledgerEntry.create({
      data: {
        ...{ transactionId: id, line: 0, ...place, sessionId, type: 'TRANSFER', status, state, amount: '5', usdMicros, at },
        ...(category === undefined ? {} : { category }),
      },
    });
    if (state === 'OPEN') return;
    await tx.ledgerHour.create({
      data: {
        ...{
          ...place,
          hour: (at / 3600n) * 3600n,
          bucket: id,
          sessionId: sessionId ?? '',
          category: category ?? '',
          requests: 1,
        },
        ...{ usdMicros: usdMicros ?? '0', unvalued: usd === null ? '5' : '0' },
      },
    });
  });
}

describe('the limits of a wallet', () => {
  it('are told with what is spent against them, as the engine counts it', async () => {
    const { id } = await wallet();
    const policy = await must('/v1/policies', { walletId: id, type: 'SPENDING_LIMIT', rules: SPENDING });
    await must('/v1/policies', { walletId: id, type: 'RATE_LIMIT', rules: { max_requests: 3, window_seconds: 7200 } });
    await spent(id, { usd: 70, secondsAgo: 25 * HOUR });
    await spent(id, { usd: 120, secondsAgo: 3 * HOUR });
    await spent(id, { usd: 30, status: 'QUEUED' });
    const body = await found(`wallets/${id}/limits`);
    const now = daemon.clock.nowSeconds();
    expect(body).toMatchObject({
      ...{ walletId: id, asOf: now },
      spent: { day: { usd: '150', hasUnvalued: false }, month: { usd: '220', hasUnvalued: false } },
    });
    const [daily, monthly, rate, fees] = body['limits'] as unknown as readonly Record<string, unknown>[];
    expect(daily).toMatchObject({
      policyId: policy['id'],
      field: 'daily_limit_usd',
      limit: '300',
      used: '150',
      remaining: '150',
    });
    expect(daily).toMatchObject({ reserved: '30', windowSeconds: 86_400 });
    expect(daily?.['networks']).toContain(NETWORK);
    // The hour as a whole stands for its payments: the first may leave the window at its beginning, the last at its end.
    const hour = Math.floor((now - 3 * HOUR) / HOUR) * HOUR;
    expect(daily).toMatchObject({ freesAt: hour + 86_401, emptyAt: hour + HOUR - 1 + 86_401 });
    expect(monthly).toMatchObject({ field: 'monthly_limit_usd', used: '220', remaining: '8780' });
    expect(rate).toMatchObject({ type: 'RATE_LIMIT', used: '1', remaining: '2', freesAt: now + 7200, emptyAt: now + 7200 });
    expect(fees).toMatchObject({ type: 'FEE', policyId: null, field: 'daily_fee_budget_usd', used: '0' });
  });

  it('end where the engine says so', async () => {
    const { id } = await wallet();
    await must('/v1/policies', { walletId: id, type: 'SPENDING_LIMIT', rules: { ...SPENDING, daily_limit_usd: 121 } });
    await spent(id, { usd: 120, secondsAgo: 60 });
    const [daily] = (await found(`wallets/${id}/limits`))['limits'] as unknown as readonly { readonly remaining: string }[];
    expect(daily?.remaining).toBe('1');
    const tierOf = async (amount: bigint): Promise<unknown> => {
      const request = { type: 'TRANSFER', network: NETWORK, to: addressOf(999), amount: String(amount) };
      const { body } = await daemon.call('/v1/policies/evaluate', {
        method: 'POST',
        body: { walletId: id, request },
        password: FIRST_PASSWORD,
      });
      return body['tier'];
    };
    expect(await tierOf(ETHER / 2000n)).toBe('INSTANT');
    expect(await tierOf(ETHER / 2000n + 10n ** 12n)).toBe('APPROVAL');
  });

  it('count what was never valued at the price of now', async () => {
    const { id } = await wallet();
    await spent(id, { usd: null, secondsAgo: 60 });
    const body = await found(`wallets/${id}/limits`);
    expect(body['spent']).toMatchObject({ day: { usd: '0.000001', hasUnvalued: false } });
  });

  it('have those of living sessions beside them', async () => {
    const { id } = await wallet();
    const session = await must('/v1/sessions', { walletId: id, constraints: { dailyUsd: '50' } });
    const ended = await must('/v1/sessions', { walletId: id, constraints: { dailyUsd: '60' } });
    await daemon.call(`/v1/sessions/${String(ended['id'])}`, { method: 'DELETE', password: FIRST_PASSWORD });
    await spent(id, { usd: 20, sessionId: String(session['id']) });
    await spent(id, { usd: 15 });
    const limits = (await found(`wallets/${id}/limits`))['limits'] as unknown as readonly Record<string, unknown>[];
    const { body } = await daemon.call(`/v1/sessions?walletId=${id}`, { password: FIRST_PASSWORD });
    expect(body['data']).toEqual([expect.objectContaining({ id: session['id'], lastRequestAt: daemon.clock.nowSeconds() })]);
    expect(limits.filter(({ type }) => type === 'CONSTRAINT')).toEqual([
      expect.objectContaining({ sessionId: session['id'], field: 'dailyUsd', limit: '50', used: '20', remaining: '30' }),
    ]);
  });

  it('are nobody else’s to read, and of no wallet where there is none', async () => {
    expect((await read(`wallets/${ids.next()}/limits`)).body['code']).toBe('WALLET_NOT_FOUND');
    expect((await read(`wallets/${ids.next()}/worst-case`)).body['code']).toBe('WALLET_NOT_FOUND');
    expect((await read(`wallets/${ids.next()}/assets`)).body['code']).toBe('WALLET_NOT_FOUND');
    expect((await read('wallets/x/limits')).body['code']).toBe('VALIDATION_FAILED');
    expect((await daemon.call('/v1/admin/limits')).status).toBe(401);
  });
});

describe('the spending of all wallets', () => {
  it('is summed over those that spent, and told by the hour', async () => {
    const before = (await found('limits')) as unknown as { total: { day: { usd: string } }; wallets: number };
    const [one, other] = [await wallet({ name: 'one' }), await wallet({ name: 'other' })];
    await wallet({ name: 'idle' });
    await spent(one.id, { usd: 1000, secondsAgo: 5 * HOUR });
    await spent(other.id, { usd: 2.5, status: 'EXECUTING' });
    const after = await found('limits');
    expect(after).toMatchObject({ wallets: before.wallets + 2 });
    const { day } = after['total'] as unknown as { day: { usd: string } };
    expect(Number(day.usd)).toBeCloseTo(Number(before.total.day.usd) + 1002.5, 6);
    const names = (after['data'] as unknown as readonly { walletName: string }[]).map(({ walletName }) => walletName);
    expect(names).toContain('other');
    expect(names).not.toContain('idle');
    const { points, from } = (await found('spending?days=2')) as unknown as {
      points: { at: number; usd: string }[];
      from: number;
    };
    const hour = Math.floor((daemon.clock.nowSeconds() - 5 * HOUR) / HOUR) * HOUR;
    expect(points.find(({ at }) => at === hour)).toMatchObject({ usd: '1000', requests: 1, hasUnvalued: false });
    expect(points.every(({ at }) => at >= from)).toBe(true);
    expect((await read('spending?days=32')).body['code']).toBe('VALIDATION_FAILED');
  });
});

describe('what a wallet holds', () => {
  it('is told with its tokens, its value, and what has no price', async () => {
    const { id, address } = await wallet({ name: 'holder' });
    await anvil.setBalance(address, 2n * ETHER);
    const token = await deployTestToken(anvil);
    await mintTestToken(anvil, token.address, address, 5_000_000n);
    await must('/v1/tokens', {
      network: NETWORK,
      address: token.address,
      symbol: token.symbol,
      name: 'Test',
      decimals: token.decimals,
    });
    const { networkAssets } = (await found(`wallets/${id}/assets`)) as unknown as { networkAssets: Record<string, unknown>[] };
    const here = networkAssets.find(({ network }) => network === NETWORK) as { assets: Record<string, unknown>[] };
    expect(here.assets[0]).toMatchObject({ isNative: true, balanceFormatted: '2', displayValue: '4000.00' });
    expect(here.assets[1]).toMatchObject({ symbol: token.symbol, balance: '5000000' });
    expect(here.assets[1]).not.toHaveProperty('displayValue');
    expect(networkAssets).toContainEqual(expect.objectContaining({ network: 'base-sepolia', error: 'ADAPTER_NOT_AVAILABLE' }));
    const value = (await found('value')) as unknown as { data: { walletId: string }[]; testnet: object; mainnet: object };
    expect(value.data.find(({ walletId }) => walletId === id)).toMatchObject({
      ...{ usd: '4000', failed: [] },
      unpriced: [{ network: NETWORK, symbol: token.symbol }],
    });
    expect(value.testnet).toMatchObject({ isComplete: false });
    expect(value.mainnet).toEqual({ usd: '0', isComplete: true });
  });
});

describe('what a stolen token could take', () => {
  it('is held by the policies, and lower by a session’s own limits', async () => {
    const { id, address } = await wallet();
    await anvil.setBalance(address, 2n * ETHER);
    await must('/v1/policies', { walletId: id, type: 'SPENDING_LIMIT', rules: SPENDING });
    const session = await must('/v1/sessions', { walletId: id, label: 'narrow', constraints: { dailyUsd: '50' } });
    const body = (await found(`wallets/${id}/worst-case`)) as unknown as {
      readonly cases: readonly { readonly sessionId: string | null; readonly horizons: readonly Record<string, unknown>[] }[];
      readonly networksLeftOut: readonly string[];
    };
    const [own, policies] = body.cases;
    expect(own).toMatchObject({ sessionId: session['id'], label: 'narrow' });
    expect(own?.horizons.map(({ usd }) => usd)).toEqual(['50', '50', '1500']);
    expect(policies?.sessionId).toBeNull();
    expect(policies?.horizons.map(({ usd }) => usd)).toEqual(['300', '300', '4000']);
    expect(policies?.horizons[0]).toMatchObject({ binding: { field: 'daily_limit_usd' }, reasons: [] });
    expect(policies?.horizons[2]).toMatchObject({ binding: { type: 'BALANCE' } });
    expect(policies?.horizons[0]?.['assets']).toContainEqual({
      ...{ network: NETWORK, asset: 'native', symbol: 'ETH', decimals: 18, amount: ((ETHER * 15n) / 100n).toString() },
    });
    expect(body.networksLeftOut).toContain('base-sepolia');
  });

  it('has no figure while the node that knows the balance is gone', async () => {
    const { id } = await wallet({ chain: 'ethereum' });
    const rules = { token_limits: { 'native:ethereum': { instant_max: '1', notify_max: '1', delay_max: '1' } } };
    await must('/v1/policies', { walletId: id, type: 'SPENDING_LIMIT', rules });
    await anvil.stop();
    const { cases } = (await found(`wallets/${id}/worst-case`)) as unknown as {
      cases: { horizons: Record<string, unknown>[] }[];
    };
    expect(cases[0]?.horizons[0]).toMatchObject({ usd: null, reasons: ['UNREAD_BALANCE'], binding: null });
  });
});
