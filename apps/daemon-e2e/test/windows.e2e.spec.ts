import { Keypair, PublicKey } from '@solana/web3.js';
import { startAnvil, startSolanaNode, type AnvilNode, type SolanaNode } from '@waiaas/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, verdictOf } from '../src/harness/api.js';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import { TestClock } from '../src/harness/test-clock.js';
import { confirmed, createWallet, masterOf, PASSWORD, QUIET_LIMITS, type TestWallet } from '../src/harness/wallets.js';

const RECIPIENT = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';
const DAY = 86_400;

interface Sent {
  readonly id: string;
  readonly status: string;
  readonly approvalReason?: string;
}

let node: AnvilNode;
let solana: SolanaNode;
let clock: TestClock;
let daemon: DaemonProcess;
let master: Api;

beforeAll(async () => {
  clock = new TestClock();
  [node, solana] = await Promise.all([startAnvil({ chainId: 11155111 }), startSolanaNode()]);
  daemon = await DaemonProcess.start({
    env: {
      WAIAAS_MASTER_PASSWORD: PASSWORD,
      WAIAAS_RPC_EVM_ETHEREUM_SEPOLIA: node.url,
      WAIAAS_RPC_SOLANA_DEVNET: solana.url,
      ...QUIET_LIMITS,
      ...clock.env,
    },
  });
  master = await masterOf(daemon);
  await setPrice();
});

afterAll(async () => {
  await daemon.dispose();
  await Promise.all([node.stop(), solana.stop()]);
  clock.dispose();
});

async function fundedWallet(): Promise<TestWallet> {
  const wallet = await createWallet(daemon, { policyPreset: 'none' });
  await node.setBalance(wallet.address, 10n ** 21n);
  return wallet;
}

const setPrice = (): Promise<object> => {
  const value = { 'native:ethereum': { usd: '1000', setAt: clock.now() } };
  return master.must(200, master.put('/v1/admin/settings', { settings: [{ key: 'prices.fixed', value }] }));
};

/** Sessions live a day; these tests go further. */
async function lasting(wallet: TestWallet): Promise<TestWallet> {
  const { token } = await master.must(
    201,
    master.post<{ token: string }>('/v1/sessions', { walletId: wallet.id, ttl: 0, absoluteLifetime: 0 }),
  );
  return { ...wallet, token, api: Api.session(master.baseUrl, token) };
}

const create = (policy: object) => master.post<{ id: string; version: number }>('/v1/policies', policy);
const send = (wallet: TestWallet, humanAmount: string): Promise<Sent> =>
  wallet.api.must(
    201,
    wallet.api.post<Sent>('/v1/transactions/send', { network: 'ethereum-sepolia', to: RECIPIENT, humanAmount }),
  );

describe('a window', () => {
  it.each([
    ['daily', { daily_limit_usd: 1000 }, DAY, 'cumulative_daily'],
    ['monthly', { monthly_limit_usd: 1000 }, 30 * DAY, 'cumulative_monthly'],
  ])('of a %s limit counts a payment to its last second and not one longer', async (_, limit, seconds, reason) => {
    const wallet = await lasting(await fundedWallet());
    const rules = { instant_max_usd: 900, notify_max_usd: 900, delay_max_usd: 900, delay_seconds: 60, ...limit };
    await master.must(201, create({ walletId: wallet.id, type: 'SPENDING_LIMIT', rules }));
    const paidAt = clock.freeze();
    const { id } = await send(wallet, '0.6');
    await confirmed(wallet.api, id);
    await confirmed(wallet.api, (await send(wallet, '0.39')).id);

    clock.freeze(paidAt + seconds);
    // A price set by hand is good for 30 days.
    await setPrice();
    expect(await send(wallet, '0.1')).toMatchObject({ status: 'QUEUED', approvalReason: reason });
    clock.freeze(paidAt + seconds + 1);
    expect(await send(wallet, '0.6')).toMatchObject({ status: 'EXECUTING' });
    clock.run();
  });

  it('of a request rate counts requests to its last second and not one longer', async () => {
    const wallet = await fundedWallet();
    const rules = {
      token_limits: { 'native:ethereum': { instant_max: '10', notify_max: '10', delay_max: '10' } },
      delay_seconds: 60,
    };
    await master.must(201, create({ walletId: wallet.id, type: 'SPENDING_LIMIT', rules }));
    await master.must(201, create({ walletId: wallet.id, type: 'RATE_LIMIT', rules: { max_requests: 2, window_seconds: 3600 } }));
    const first = clock.freeze();
    for (const humanAmount of ['0.001', '0.002']) await confirmed(wallet.api, (await send(wallet, humanAmount)).id);
    const third = () =>
      wallet.api.post('/v1/transactions/send', { network: 'ethereum-sepolia', to: RECIPIENT, humanAmount: '0.003' });
    clock.freeze(first + 3599);
    expect(await third()).toMatchObject({
      status: 403,
      body: { code: 'POLICY_DENIED', details: { policyType: 'RATE_LIMIT', denyCode: 'RATE_LIMIT_VIOLATION', limit: '2' } },
    });
    clock.freeze(first + 3600);
    expect(verdictOf(await third())).toBe('201');
    clock.run();
  });
});

describe('two policies of equal scope, type and priority', () => {
  it('are refused on creation, on change and on coming back, with the name of the first', async () => {
    const wallet = await createWallet(daemon, { policyPreset: 'none' });
    const policy = { walletId: wallet.id, type: 'RATE_LIMIT', rules: { max_requests: 5, window_seconds: 60 } };
    const first = await master.must(201, create(policy));
    const conflict = { status: 409, body: { code: 'POLICY_PRIORITY_CONFLICT', details: { policyId: first.id } } };
    expect(await create(policy)).toMatchObject(conflict);
    const second = await master.must(201, create({ ...policy, priority: 1 }));
    expect(await master.put(`/v1/policies/${second.id}`, { priority: 0 })).toMatchObject(conflict);
    await master.must(200, master.delete(`/v1/policies/${first.id}`));
    const third = await master.must(201, create(policy));
    expect(await master.post(`/v1/policies/${first.id}/rollback`, { version: 1 })).toMatchObject({
      status: 409,
      body: { code: 'POLICY_PRIORITY_CONFLICT', details: { policyId: third.id } },
    });
    expect(verdictOf(await create({ ...policy, network: 'ethereum-sepolia' }))).toBe('201');
    expect(verdictOf(await create({ type: policy.type, rules: policy.rules, priority: 77 }))).toBe('201');
  });

  it('race, and one of ten at once is stored', async () => {
    const wallet = await createWallet(daemon, { policyPreset: 'none' });
    const policy = { walletId: wallet.id, type: 'RATE_LIMIT', rules: { max_requests: 5, window_seconds: 60 } };
    const verdicts = (await Promise.all(Array.from({ length: 10 }, () => create(policy)))).map(verdictOf).sort();
    expect(verdicts).toEqual(['201', ...Array.from({ length: 9 }, () => '409 POLICY_PRIORITY_CONFLICT')]);
  });
});

function isAddress(text: string): boolean {
  try {
    return new PublicKey(text).toBase58() === text;
  } catch {
    return false;
  }
}

/** An address, and another valid one that differs from it by the case of one letter alone. */
function twins(): readonly [string, string] {
  for (;;) {
    const address = Keypair.generate().publicKey.toBase58();
    const flips = [...address].map((letter, at) => {
      const other = letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase();
      return `${address.slice(0, at)}${other}${address.slice(at + 1)}`;
    });
    const twin = flips.find((candidate) => candidate !== address && isAddress(candidate));
    if (twin !== undefined) return [address, twin];
  }
}

describe('the case of an address', () => {
  it('makes another recipient on Solana', async () => {
    const wallet = await createWallet(daemon, { chain: 'solana' });
    await solana.control.fund(wallet.address, 10n ** 11n);
    const [listed, twin] = twins();
    await master.must(201, create({ walletId: wallet.id, type: 'WHITELIST', rules: { allowed_addresses: [listed] } }));
    const pay = (to: string) => wallet.api.post('/v1/transactions/send', { to, humanAmount: '0.1' });
    expect(await pay(twin)).toMatchObject({ status: 403, body: { code: 'POLICY_DENIED', details: { policyType: 'WHITELIST' } } });
    expect(verdictOf(await pay(listed))).toBe('201');
  });

  it('makes none on Ethereum, where only a wrong checksum is refused', async () => {
    const wallet = await fundedWallet();
    await master.must(201, create({ walletId: wallet.id, type: 'WHITELIST', rules: { allowed_addresses: [RECIPIENT] } }));
    const pay = (to: string) => wallet.api.post('/v1/transactions/send', { network: 'ethereum-sepolia', to, humanAmount: '0.1' });
    expect(verdictOf(await pay(RECIPIENT.toLowerCase()))).toBe('201');
    expect(verdictOf(await pay(RECIPIENT.replace('E', 'e')))).toBe('400 INVALID_ADDRESS');
  });
});
