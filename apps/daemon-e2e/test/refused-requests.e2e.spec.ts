import { startAnvil, type AnvilNode } from '@waiaas/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, verdictOf } from '../src/harness/api.js';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import { eventually } from '../src/harness/eventually.js';
import { TestClock } from '../src/harness/test-clock.js';
import { createWallet, masterOf, PASSWORD, type TestWallet } from '../src/harness/wallets.js';

const RECIPIENT = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';
const ELSEWHERE = '0x52908400098527886E0F7030069857D2E4169EE7';
const LIMITS = { instant_max_usd: 900, notify_max_usd: 900, delay_max_usd: 5000, delay_seconds: 3600 };

/** What a session may ask in a minute by the default limit, and a little less. */
const A_MINUTE = 55;
/** As the daemon comes: `autostop.unusual_activity_threshold`, and how many refusals of a day and session are stored. */
const THRESHOLD = 250;
const STORED = 100;
const LONG_MS = 300_000;

interface Trip {
  readonly walletId: string;
  readonly details: { readonly rule: string; readonly count: number };
}

const clock = new TestClock();
let node: AnvilNode;
let daemon: DaemonProcess;
let master: Api;

beforeAll(async () => {
  node = await startAnvil({ chainId: 11155111 });
  daemon = await DaemonProcess.start({
    env: {
      ...clock.env,
      WAIAAS_MASTER_PASSWORD: PASSWORD,
      WAIAAS_RPC_EVM_ETHEREUM_SEPOLIA: node.url,
      WAIAAS_PRICES_FIXED: 'native:ethereum=1000',
    },
  });
  master = await masterOf(daemon);
  // From here on time goes by only where a test says so: a slow machine leaves no window.
  clock.freeze();
});
afterAll(async () => {
  await daemon.dispose();
  await node.stop();
  clock.dispose();
});

/** A wallet that may pay nobody but somebody else. */
async function walletUnder(...more: readonly { readonly type: string; readonly rules: object }[]): Promise<TestWallet> {
  const wallet = await createWallet(daemon, { policyPreset: 'none' });
  await node.setBalance(wallet.address, 10n ** 21n);
  for (const policy of [{ type: 'SPENDING_LIMIT', rules: LIMITS }, ...more])
    await master.must(201, master.post('/v1/policies', { walletId: wallet.id, ...policy }));
  return wallet;
}
const PAYS_NOBODY_HERE = { type: 'WHITELIST', rules: { allowed_addresses: [ELSEWHERE] } };

let amounts = 0;
/** Each with an amount of its own: an identical one would be taken for a retry. */
async function send({ api }: TestWallet, ether: number): Promise<string> {
  amounts += 1;
  const humanAmount = (ether + amounts / 1e6).toFixed(6);
  return verdictOf(await api.post('/v1/transactions/send', { network: 'ethereum-sepolia', to: RECIPIENT, humanAmount }));
}

/** Asks as fast as the rate limit lets it for so many requests, all of which are refused with this verdict. */
async function hammer(wallet: TestWallet, times: number, verdict: string, ether = 0): Promise<void> {
  for (let n = 0; n < times; n += 1) {
    if (n > 0 && n % A_MINUTE === 0) clock.advance(60);
    expect(await send(wallet, ether)).toBe(verdict);
  }
}

const isStopped = async ({ id }: TestWallet): Promise<boolean> =>
  (await master.must(200, master.get<{ status: string }>(`/v1/wallets/${id}`))).status === 'SUSPENDED';
const tripsOf = async ({ id }: TestWallet): Promise<readonly Trip['details'][]> => {
  const route = '/v1/audit-logs?event_type=AUTO_STOP_TRIGGERED&limit=50';
  const { data } = await master.must(200, master.get<{ data: readonly Trip[] }>(route));
  return data.filter(({ walletId }) => walletId === id).map(({ details }) => details);
};
const storedOf = async ({ id }: TestWallet): Promise<number> =>
  (await master.must(200, master.get<{ total: number }>(`/v1/admin/transactions?wallet_id=${id}&limit=1`))).total;

describe('an agent that asks again and again for what it is refused, under the figures the daemon comes with', () => {
  it('has its wallet stopped, over a death of the daemon in between', { timeout: LONG_MS }, async () => {
    const wallet = await walletUnder(PAYS_NOBODY_HERE);
    const before = 3 * A_MINUTE;
    await hammer(wallet, before, '403 POLICY_DENIED');
    expect(await storedOf(wallet)).toBe(STORED);
    await daemon.kill();
    daemon = await daemon.restart();
    master = await masterOf(daemon);
    clock.advance(60);
    // What is stored and what comes now would not be enough: those that were only counted must still be there.
    await hammer(wallet, THRESHOLD - 1 - before, '403 POLICY_DENIED');
    expect(STORED + THRESHOLD - before).toBeLessThan(THRESHOLD);
    expect(await isStopped(wallet)).toBe(false);
    expect(await send(wallet, 0)).toBe('403 POLICY_DENIED');
    await eventually('the wallet is stopped', () => isStopped(wallet));
    expect(await send(wallet, 0)).toBe('409 WALLET_SUSPENDED');
    expect(await tripsOf(wallet)).toMatchObject([{ rule: 'unusual_activity', count: THRESHOLD }]);
    expect(await storedOf(wallet)).toBe(STORED);
  });

  it('has it stopped where nothing is stored at all, for want of funds', { timeout: LONG_MS }, async () => {
    const wallet = await walletUnder();
    await node.setBalance(wallet.address, 0n);
    await hammer(wallet, THRESHOLD, '400 INSUFFICIENT_BALANCE', 0.1);
    await eventually('the wallet is stopped', () => isStopped(wallet));
    expect(await tripsOf(wallet)).toMatchObject([{ rule: 'unusual_activity', count: THRESHOLD }]);
    expect(await storedOf(wallet)).toBe(0);
  });

  it('is seen looking for the edge of a limit, when its refusals are not stored any more', { timeout: LONG_MS }, async () => {
    await master.must(200, master.put('/v1/admin/autostop/rules/near_limit', { enabled: true }));
    const wallet = await walletUnder(PAYS_NOBODY_HERE);
    await hammer(wallet, STORED, '403 POLICY_DENIED');
    clock.advance(60);
    await hammer(wallet, 4, '403 POLICY_DENIED', 0.89);
    await hammer(wallet, 4, '403 POLICY_DENIED', 0.5);
    expect(await isStopped(wallet)).toBe(false);
    await hammer(wallet, 1, '403 POLICY_DENIED', 0.91);
    await eventually('the wallet is stopped', () => isStopped(wallet));
    expect(await tripsOf(wallet)).toMatchObject([{ rule: 'near_limit', count: 5 }]);
  });
});
