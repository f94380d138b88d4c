import { startAnvil, type AnvilNode } from '@waiaas/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api } from '../src/harness/api.js';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import { eventually } from '../src/harness/eventually.js';
import { MachineClock } from '../src/harness/machine-clock.js';
import { confirmed, createWallet, masterOf, PASSWORD, QUIET_LIMITS, type TestWallet } from '../src/harness/wallets.js';

const RECIPIENT = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';
const HOUR = 3600;

interface Sent {
  readonly id: string;
  readonly status: string;
  readonly tier: string;
  readonly waitReason?: string;
}

const machine = MachineClock.make();
let node: AnvilNode;
let daemon: DaemonProcess;
let master: Api;
let wallet: TestWallet;

const send = (humanAmount: string): Promise<Sent> =>
  wallet.api.must(
    201,
    wallet.api.post<Sent>('/v1/transactions/send', { network: 'ethereum-sepolia', to: RECIPIENT, humanAmount }),
  );
const statusOf = async (id: string): Promise<string> => (await wallet.api.get<Sent>(`/v1/transactions/${id}`)).body.status;
const isDoubtful = async (): Promise<boolean> => {
  const { checks } = await master.must(200, master.get<{ checks: readonly { name: string; ok: boolean }[] }>('/v1/admin/status'));
  return checks.some(({ name, ok }) => name === 'clock' && !ok);
};
const doubtsOnRecord = async (type: string): Promise<number> => {
  const route = `/v1/audit-logs?event_type=${type}&limit=100`;
  return (await master.must(200, master.get<{ data: readonly object[] }>(route))).data.length;
};

async function start(env: Readonly<Record<string, string>> = {}): Promise<void> {
  daemon = await DaemonProcess.start({
    env: {
      ...QUIET_LIMITS,
      ...machine?.env,
      WAIAAS_MASTER_PASSWORD: PASSWORD,
      WAIAAS_RPC_EVM_ETHEREUM_SEPOLIA: node.url,
      WAIAAS_PRICES_FIXED: 'native:ethereum=1000',
      ...env,
    },
  });
  master = await masterOf(daemon);
}

async function newWallet(limits: object): Promise<TestWallet> {
  const made = await createWallet(daemon, { policyPreset: 'none' });
  await node.setBalance(made.address, 10n ** 21n);
  const rules = { instant_max_usd: 900, notify_max_usd: 900, delay_max_usd: 5000, delay_seconds: 60, ...limits };
  await master.must(201, master.post('/v1/policies', { walletId: made.id, type: 'SPENDING_LIMIT', rules }));
  return made;
}

async function newSession(walletId: string): Promise<Api> {
  const { token } = await master.must(201, master.post<{ token: string }>('/v1/sessions', { walletId }));
  return Api.session(master.baseUrl, token);
}

/** The daemon again, on the same data. */
async function restart(env: Readonly<Record<string, string>> = {}): Promise<void> {
  daemon = await daemon.restart(env);
  master = await masterOf(daemon);
  wallet = { ...wallet, api: Api.session(master.baseUrl, wallet.token) };
}

describe.skipIf(machine === undefined)('a machine whose clock is set', () => {
  const clock = machine ?? ({} as MachineClock);

  beforeAll(async () => {
    node = await startAnvil({ chainId: 11155111 });
    await start();
    wallet = await newWallet({ daily_limit_usd: 1500 });
  });
  afterAll(async () => {
    await daemon.dispose();
    await node.stop();
    clock.dispose();
  });

  it('asks a human for everything while the clock is a day ahead, and empties no window by it', async () => {
    const first = await send('0.9');
    expect(first.status).toBe('EXECUTING');
    await confirmed(wallet.api, first.id);
    const before = (await master.must(200, master.get<{ timestamp: number }>('/v1/admin/status'))).timestamp;
    clock.set(25 * HOUR);
    // A new day would let both of these run.
    const asked = [await send('0.1'), await send('0.8')];
    const asksHuman = { status: 'QUEUED', tier: 'APPROVAL', waitReason: 'APPROVAL' };
    expect(asked).toMatchObject([asksHuman, asksHuman]);
    const { timestamp } = await master.must(200, master.get<{ timestamp: number }>('/v1/admin/status'));
    expect(timestamp - before).toBeLessThan(HOUR);
    expect(await isDoubtful()).toBe(true);
    await eventually('the doubt is on record', async () => (await doubtsOnRecord('CLOCK_DOUBT')) === 1, 20);
    // Set right again, nothing has happened.
    clock.set(0);
    for (const { id } of asked) await wallet.api.must(200, wallet.api.post(`/v1/transactions/${id}/cancel`));
    expect(await send('0.01')).toMatchObject({ status: 'EXECUTING' });
    expect(await isDoubtful()).toBe(false);
    await eventually('its end is on record', async () => (await doubtsOnRecord('CLOCK_CONFIRMED')) === 1, 20);
  });

  it('releases no delay by a clock set forward, and expires neither sessions nor approvals by it', async () => {
    const other = await newWallet({ daily_limit_usd: 20_000 });
    wallet = other;
    const delayed = await send('1.2');
    expect(delayed).toMatchObject({ status: 'QUEUED', waitReason: 'DELAY' });
    const approval = await send('6');
    expect(approval).toMatchObject({ status: 'QUEUED', waitReason: 'APPROVAL' });
    clock.set(60 * 24 * HOUR);
    await eventually('the doubt is on record', async () => (await doubtsOnRecord('CLOCK_DOUBT')) === 2, 20);
    // The session, which lives thirty days at most, asks; both rows are as they were.
    expect(await statusOf(delayed.id)).toBe('QUEUED');
    expect(await statusOf(approval.id)).toBe('QUEUED');
    // A human may still say yes.
    const approved = await master.must(200, master.post<{ status: string }>(`/v1/transactions/${approval.id}/approve`, {}));
    expect(approved.status).toBe('EXECUTING');
    await confirmed(wallet.api, approval.id);
    clock.set(0);
    expect(await send('0.01')).toMatchObject({ status: 'EXECUTING' });
    await wallet.api.post(`/v1/transactions/${delayed.id}/cancel`);
  });

  it('goes on where it was when the clock was set back while it was down', async () => {
    wallet = await newWallet({});
    clock.set(-3 * HOUR);
    await restart();
    expect(await send('0.1')).toMatchObject({ status: 'QUEUED', tier: 'APPROVAL' });
    // The master knows better: from now on the machine is believed, though time goes back by it.
    const { now } = await master.must(200, master.post<{ now: number }>('/v1/admin/clock/confirm'));
    expect(Math.abs(now - (Date.now() / 1000 - 3 * HOUR))).toBeLessThan(60);
    const route = '/v1/audit-logs?event_type=CLOCK_CONFIRMED&limit=1';
    const { data } = await master.must(200, master.get<{ data: readonly object[] }>(route));
    expect(data).toMatchObject([{ actor: 'master', severity: 'warning', details: { aheadSeconds: expect.any(Number) } }]);
    // What was handed out at a time that has not come yet is void.
    expect((await wallet.api.get('/v1/wallet/balance?network=ethereum-sepolia')).status).toBe(401);
    wallet = { ...wallet, api: await newSession(wallet.id) };
    expect(await send('0.2')).toMatchObject({ status: 'EXECUTING' });
    const again = await master.post<{ code: string }>('/v1/admin/clock/confirm');
    expect({ status: again.status, code: again.body.code }).toEqual({ status: 409, code: 'INVALID_STATE_TRANSITION' });
    // Set right, time has come further than the daemon saw: what was down so long is no jump.
    clock.set(0);
    expect(await isDoubtful()).toBe(true);
    await restart();
    wallet = { ...wallet, api: await newSession(wallet.id) };
    expect(await send('0.3')).toMatchObject({ status: 'EXECUTING' });
  });

  it('asks the newest block at its start, and doubts a clock that was set while nobody looked', async () => {
    const byBlocks = { WAIAAS_SECURITY_CHECK_CLOCK_BY_BLOCKS: 'true' };
    wallet = await newWallet({});
    await node.mine();
    await daemon.signal('SIGTERM');
    clock.set(5 * HOUR);
    await restart(byBlocks);
    await eventually('the block has been asked', isDoubtful, 20);
    expect(await send('0.1')).toMatchObject({ status: 'QUEUED', tier: 'APPROVAL' });
    // The chain goes on and says the same: it is no chain that stands still.
    await node.mine();
    expect(await isDoubtful()).toBe(true);
    // Set right, the block agrees; but this daemon has seen later by now, and holds on to it.
    clock.set(0);
    await restart(byBlocks);
    expect(await isDoubtful()).toBe(true);
    await master.must(200, master.post('/v1/admin/clock/confirm'));
    expect(await send('0.2')).toMatchObject({ status: 'EXECUTING' });
  });
});
