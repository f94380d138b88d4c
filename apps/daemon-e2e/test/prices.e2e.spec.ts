import { startAnvil, startPriceServer, type AnvilNode, type PriceFault, type PriceServer } from '@waiaas/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { verdictOf, type Api } from '../src/harness/api.js';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import { TestClock } from '../src/harness/test-clock.js';
import { createWallet, masterOf, PASSWORD, QUIET_LIMITS, type TestWallet } from '../src/harness/wallets.js';

const RECIPIENT = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';
/** One coin is 2000 USD: 0.04 are 80, 0.2 are 400. */
const PRICE = '2000';

interface Sent {
  readonly id: string;
  readonly status: string;
  readonly tier: string;
  readonly waitReason?: string;
  readonly approvalReason?: string;
}

let node: AnvilNode;
let prices: PriceServer;
let clock: TestClock;
let daemon: DaemonProcess;
let master: Api;
let wallet: TestWallet;

beforeAll(async () => {
  clock = new TestClock();
  [node, prices] = await Promise.all([startAnvil({ chainId: 1 }), startPriceServer()]);
  daemon = await DaemonProcess.start({
    env: {
      WAIAAS_MASTER_PASSWORD: PASSWORD,
      WAIAAS_RPC_EVM_ETHEREUM_MAINNET: node.url,
      WAIAAS_CHAIN_ETHEREUM_MAINNET_CONFIRMATIONS: '1',
      WAIAAS_PRICES_COINGECKO_URL: prices.url,
      ...QUIET_LIMITS,
      ...clock.env,
    },
  });
  master = await masterOf(daemon);
  wallet = await createWallet(daemon, { environment: 'mainnet', policyPreset: 'none' });
  await node.setBalance(wallet.address, 10n ** 21n);
  const rules = {
    instant_max_usd: 100,
    notify_max_usd: 500,
    delay_max_usd: 2000,
    delay_seconds: 900,
    daily_limit_usd: 5000,
  };
  await master.must(201, master.post('/v1/policies', { walletId: wallet.id, type: 'SPENDING_LIMIT', rules }));
});

afterAll(async () => {
  await daemon.dispose();
  await Promise.all([node.stop(), prices.close()]);
  clock.dispose();
});

/** A quote of this moment. */
const quote = (price: string, at = clock.now()): void => prices.quote('ethereum', { price, at });

/** Far enough on that the daemon asks its source again before it answers. */
function later(seconds = 61): void {
  clock.advance(seconds);
}

const send = async (humanAmount: string): Promise<Sent> =>
  wallet.api.must(
    201,
    wallet.api.post<Sent>('/v1/transactions/send', { network: 'ethereum-mainnet', to: RECIPIENT, humanAmount }),
  );

const sourceCheck = async (): Promise<unknown> => {
  const { checks } = (await master.get<{ checks: { name: string; ok: boolean }[] }>('/v1/admin/status')).body;
  return checks.find(({ name }) => name === 'prices:coingecko')?.ok;
};

describe('a limit in USD', () => {
  // A question that was under way when the source failed has to end before the next one is asked.
  beforeEach(async () => {
    prices.fail(null);
    await expect
      .poll(
        async () => {
          later();
          quote(PRICE);
          return (await send('0.0001')).tier;
        },
        { timeout: 30_000 },
      )
      .toBe('INSTANT');
  });

  it('takes the price of the source', async () => {
    expect(await send('0.04')).toMatchObject({ status: 'EXECUTING', tier: 'INSTANT' });
    expect(await send('0.2')).toMatchObject({ status: 'EXECUTING', tier: 'NOTIFY' });
    expect(await send('0.5')).toMatchObject({ status: 'QUEUED', tier: 'DELAY', waitReason: 'DELAY' });
    expect(await send('1.1')).toMatchObject({ tier: 'APPROVAL', waitReason: 'APPROVAL', approvalReason: 'per_tx' });
    expect(await sourceCheck()).toBe(true);
  });

  it.each<[string, PriceFault]>([
    ['is down', 'down'],
    ['never answers', 'silent'],
    ['talks nonsense', 'not-json'],
    ['breaks off', 'truncated'],
    ['refuses', { status: 429 }],
  ])('asks a human once the last price is too old, where its source %s, and the status says so', async (_, fault) => {
    expect((await send('0.001')).tier).toBe('INSTANT');
    prices.fail(fault);
    later(1801);
    const waiting = await send('0.001');
    expect(waiting).toMatchObject({ tier: 'APPROVAL', waitReason: 'APPROVAL', approvalReason: 'unknown_value' });
    // A source that is silent is known to be so when the question to it has timed out.
    await expect.poll(sourceCheck, { timeout: 30_000 }).toBe(false);
    expect(verdictOf(await wallet.api.post(`/v1/transactions/${waiting.id}/cancel`))).toBe('200');
  });

  it.each(['-1', '0', '"NaN"', 'null', '1e400', '{}', '"2000; DROP"'])('believes no source that quotes %s', async (price) => {
    later(1801);
    quote(price);
    expect(await send('0.001')).toMatchObject({ tier: 'APPROVAL', approvalReason: 'unknown_value' });
  });

  it('believes no quote from the future and none of yesterday', async () => {
    for (const skew of [600, -86_400]) {
      later(1801);
      quote(PRICE, clock.now() + skew);
      expect(await send('0.001')).toMatchObject({ tier: 'APPROVAL', approvalReason: 'unknown_value' });
    }
  });

  it('is back as soon as the source is', async () => {
    prices.fail('down');
    later(1801);
    expect((await send('0.001')).tier).toBe('APPROVAL');
    prices.fail(null);
    quote(PRICE);
    later();
    expect((await send('0.001')).tier).toBe('INSTANT');
  });
});
