import { deployPriceFeed, setPriceFeed, startAnvil, startPriceServer, type AnvilNode, type PriceServer } from '@waiaas/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Api } from '../src/harness/api.js';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import { TestClock } from '../src/harness/test-clock.js';
import { createWallet, masterOf, PASSWORD, QUIET_LIMITS, type TestWallet } from '../src/harness/wallets.js';

const RECIPIENT = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';
const HEARTBEAT_SECONDS = 3600;
/** Between the two prices: 0.0499 coins are 99.8 USD by the server's and 100.3 by the feed's, on both sides of a limit of 100. */
const [SERVER, FEED, AMOUNT] = [2000, 2010, '0.0499'];
const SMALL = '0.0001';

interface Sent {
  readonly tier: string;
  readonly approvalReason?: string;
}

let node: AnvilNode;
let prices: PriceServer;
let clock: TestClock;
let daemon: DaemonProcess;
let master: Api;
let wallet: TestWallet;
let feed: string;

beforeAll(async () => {
  clock = new TestClock();
  [node, prices] = await Promise.all([startAnvil({ chainId: 1 }), startPriceServer()]);
  feed = await deployPriceFeed(node, 8);
  daemon = await DaemonProcess.start({
    env: {
      WAIAAS_MASTER_PASSWORD: PASSWORD,
      WAIAAS_RPC_EVM_ETHEREUM_MAINNET: node.url,
      WAIAAS_CHAIN_ETHEREUM_MAINNET_CONFIRMATIONS: '1',
      WAIAAS_PRICES_COINGECKO_URL: prices.url,
      WAIAAS_PRICES_CHAINLINK_FEEDS: `native:ethereum=ethereum-mainnet:${feed}:${String(HEARTBEAT_SECONDS)}`,
      ...QUIET_LIMITS,
      ...clock.env,
    },
  });
  master = await masterOf(daemon);
  wallet = await createWallet(daemon, { environment: 'mainnet', policyPreset: 'none' });
  await node.setBalance(wallet.address, 10n ** 21n);
  const rules = { instant_max_usd: 100, notify_max_usd: 500, delay_max_usd: 2000, delay_seconds: 900, daily_limit_usd: 500_000 };
  await master.must(201, master.post('/v1/policies', { walletId: wallet.id, type: 'SPENDING_LIMIT', rules }));
});

afterAll(async () => {
  await daemon.dispose();
  await Promise.all([node.stop(), prices.close()]);
  clock.dispose();
});

/** A round of the feed that was written so long ago, read in a block of now. */
async function round(usd: number, ageSeconds = 0): Promise<void> {
  await setPriceFeed(node, feed, BigInt(usd) * 10n ** 8n, clock.now() - ageSeconds);
  await node.rpc('evm_setNextBlockTimestamp', clock.now());
  await node.mine();
}

/** Lets the daemon ask both again: what each says then. */
async function say({
  server,
  chain,
}: {
  readonly server: number | undefined;
  readonly chain: () => Promise<void>;
}): Promise<void> {
  clock.advance(61);
  if (server === undefined) prices.fail('down');
  else {
    prices.fail(null);
    prices.quote('ethereum', { price: String(server), at: clock.now() });
  }
  await chain();
}

const send = (humanAmount = AMOUNT): Promise<Sent> =>
  wallet.api.must(
    201,
    wallet.api.post<Sent>('/v1/transactions/send', { network: 'ethereum-mainnet', to: RECIPIENT, humanAmount }),
  );
const sourceCheck = async (): Promise<unknown> => {
  const { checks } = (await master.get<{ checks: { name: string; ok: boolean }[] }>('/v1/admin/status')).body;
  return checks.find(({ name }) => name === 'prices:chainlink')?.ok;
};
/** Says it until a payment is judged so: a question that was under way is answered first. */
const becomes = (words: Parameters<typeof say>[0], tier: string, humanAmount = AMOUNT) =>
  expect
    .poll(
      async () => {
        await say(words);
        return (await send(humanAmount)).tier;
      },
      { timeout: 60_000 },
    )
    .toBe(tier);

describe('a feed on the chain beside a price server', () => {
  beforeEach(async () => {
    await becomes({ server: SERVER, chain: () => round(SERVER) }, 'INSTANT');
  });

  it('decides a limit: the higher of two that agree counts', async () => {
    await becomes({ server: SERVER, chain: () => round(FEED) }, 'NOTIFY');
    expect(await sourceCheck()).toBe(true);
    await becomes({ server: SERVER, chain: () => round(SERVER) }, 'INSTANT');
  });

  it('that contradicts it has every payment told, by the higher price, however small', async () => {
    await becomes({ server: SERVER, chain: () => round(4000) }, 'NOTIFY', SMALL);
    // 0.13 coins are 260 USD by the server's price and 520 by the feed's.
    expect(await send('0.13')).toMatchObject({ tier: 'DELAY' });
  });

  it('that is broken says nothing: the server alone is told about, and not followed down', async () => {
    const isBroken = () => round(SERVER, HEARTBEAT_SECONDS + 400);
    await becomes({ server: SERVER, chain: isBroken }, 'NOTIFY', SMALL);
    await becomes({ server: SERVER / 2, chain: isBroken }, 'APPROVAL', SMALL);
    expect(await send(SMALL)).toMatchObject({ tier: 'APPROVAL', approvalReason: 'unknown_value' });
  });

  it('that is alone is told about, not followed down, and no price at all once its word is old', async () => {
    await becomes({ server: undefined, chain: () => round(FEED) }, 'NOTIFY', SMALL);
    await becomes({ server: undefined, chain: () => round(FEED / 2) }, 'APPROVAL', SMALL);
    await becomes({ server: undefined, chain: () => round(FEED) }, 'NOTIFY', SMALL);
    await becomes({ server: undefined, chain: () => Promise.resolve() }, 'APPROVAL', SMALL);
    expect(await send(SMALL)).toMatchObject({ tier: 'APPROVAL', approvalReason: 'unknown_value' });
  });

  it('that is taken off the chain is not believed any more', async () => {
    const code = await node.rpc<string>('eth_getCode', feed, 'latest');
    await node.rpc('anvil_setCode', feed, '0x');
    await becomes({ server: SERVER, chain: () => node.mine() }, 'NOTIFY', SMALL);
    await becomes({ server: SERVER / 2, chain: () => node.mine() }, 'APPROVAL', SMALL);
    await node.rpc('anvil_setCode', feed, code);
  });
});
