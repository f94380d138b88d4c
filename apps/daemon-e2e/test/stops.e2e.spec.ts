import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import { eventually } from '../src/harness/eventually.js';
import { EvmNetwork } from '../src/harness/evm-network.js';
import { expectPaidOnce, newPayment, send } from '../src/harness/payments.js';
import { TestClock } from '../src/harness/test-clock.js';
import { rpcEnvironment } from '../src/harness/test-network.js';
import {
  allowNative,
  confirmed,
  createWallet,
  masterOf,
  PASSWORD,
  QUIET_LIMITS,
  until,
  type SeenTransaction,
  type TestWallet,
} from '../src/harness/wallets.js';

const IN_FLIGHT = 20;
const DELAY_SECONDS = 60;
const ENDED: ReadonlySet<string> = new Set(['CONFIRMED', 'CANCELLED', 'FAILED']);

describe('payments that wait or are stopped', () => {
  const clock = new TestClock();
  let network: EvmNetwork;
  let daemon: DaemonProcess;

  beforeAll(async () => {
    network = await EvmNetwork.start();
    daemon = await DaemonProcess.start({
      env: { ...QUIET_LIMITS, ...rpcEnvironment(network), ...clock.env, WAIAAS_MASTER_PASSWORD: PASSWORD },
    });
  });

  afterAll(async () => {
    await daemon.dispose();
    await network.stop();
    clock.dispose();
  });

  async function delayed(): Promise<TestWallet> {
    const wallet = await createWallet(daemon, { policyPreset: 'none' });
    const master = await masterOf(daemon);
    const limits = { 'native:ethereum': { instant_max: '0', notify_max: '0', delay_max: '1000' } };
    const rules = { token_limits: limits, delay_seconds: DELAY_SECONDS };
    await master.must(201, master.post('/v1/policies', { walletId: wallet.id, type: 'SPENDING_LIMIT', rules }));
    await network.fund(wallet.address, 5);
    return wallet;
  }

  it('keeps a delay over a kill -9 and runs the payment when it is over, once', async () => {
    const wallet = await delayed();
    const payment = newPayment(network);
    const { body } = await send(wallet, network, payment);
    expect(body).toMatchObject({ status: 'QUEUED', waitReason: 'DELAY' });
    await daemon.kill();
    daemon = await daemon.restart();
    expect((await wallet.api.get<SeenTransaction>(`/v1/transactions/${body.id}`)).body.status).toBe('QUEUED');
    await daemon.kill();
    clock.advance(DELAY_SECONDS + 1);
    daemon = await daemon.restart();
    await confirmed(wallet.api, body.id, 45);
    await expectPaidOnce(wallet, network, [payment]);
  });

  it('holds a payment whose delay ends while its wallet is suspended, until the wallet is resumed', async () => {
    const [wallet, other] = [await delayed(), await delayed()];
    const master = await masterOf(daemon);
    const [payment, control] = [newPayment(network), newPayment(network)];
    const { body } = await send(wallet, network, payment);
    const { body: seen } = await send(other, network, control);
    await master.must(200, master.post(`/v1/wallets/${wallet.id}/suspend`, {}));
    clock.advance(DELAY_SECONDS + 1);
    // What was due after it has run: it was looked at.
    await confirmed(other.api, seen.id, 45);
    expect((await master.get<SeenTransaction>(`/v1/transactions/${body.id}`)).body.status).toBe('QUEUED');
    expect(await network.balance(payment.to)).toBe(0n);
    await master.must(200, master.post(`/v1/wallets/${wallet.id}/resume`, {}));
    await until(master, body.id, (row) => row.status === 'CONFIRMED', 45);
    expect(await network.balance(payment.to)).toBe(payment.amount);
  });

  /** Twenty at once, stopped while the first of them stand at the node: each is paid or cancelled, and the chain says the same. */
  async function stopInFlight(stop: () => Promise<void>): Promise<readonly string[]> {
    const wallet = await createWallet(daemon, { policyPreset: 'none' });
    const master = await masterOf(daemon);
    await allowNative(daemon, wallet, 'ethereum');
    await network.fund(wallet.address, IN_FLIGHT);
    const gate = network.proxy.gate({ methods: ['eth_sendRawTransaction'], at: 'before' });
    const payments = Array.from({ length: IN_FLIGHT }, () => newPayment(network));
    const answers = await Promise.all(payments.map((payment) => send(wallet, network, payment)));
    expect(answers.map(({ status }) => status)).toEqual(payments.map(() => 201));
    await gate.reached();
    await stop();
    gate.open();
    const rows = await Promise.all(answers.map(({ body }) => until(master, body.id, (row) => ENDED.has(row.status), 45)));
    const balances = await Promise.all(payments.map(({ to }) => network.balance(to)));
    expect(balances).toEqual(rows.map(({ status }, index) => (status === 'CONFIRMED' ? payments[index]?.amount : 0n)));
    const { status } = await send(wallet, network, newPayment(network));
    expect([401, 503]).toContain(status);
    await master.must(200, master.post('/v1/admin/recover', { resumeWallets: true }));
    return rows.map((row) => row.status);
  }

  it('lets go of everything unsigned when the kill switch is pulled with twenty in flight', async () => {
    const master = await masterOf(daemon);
    const statuses = await stopInFlight(async () => {
      await master.must(200, master.post('/v1/admin/kill-switch', {}));
    });
    expect(statuses).not.toContain('FAILED');
  });

  it('obeys the FREEZE file with twenty in flight', async () => {
    const master = await masterOf(daemon);
    const statuses = await stopInFlight(async () => {
      await writeFile(path.join(daemon.dataDir, 'FREEZE'), '');
      await eventually('the daemon is frozen', async () => {
        const { body } = await master.get<{ state: string }>('/v1/admin/kill-switch');
        return body.state === 'SUSPENDED';
      });
    });
    expect(statuses).not.toContain('FAILED');
  });

  it('pays what a session asked for before it was revoked, and nothing after', async () => {
    const wallet = await createWallet(daemon, { policyPreset: 'none' });
    const master = await masterOf(daemon);
    await allowNative(daemon, wallet, 'ethereum');
    await network.fund(wallet.address, 5);
    const gate = network.proxy.gate({ methods: ['eth_sendRawTransaction'], at: 'before' });
    const payment = newPayment(network);
    const { body } = await send(wallet, network, payment);
    await gate.reached();
    const sessions = await master.get<{ data: readonly { id: string }[] }>(`/v1/sessions?walletId=${wallet.id}`);
    await master.must(200, master.delete(`/v1/sessions/${sessions.body.data[0]?.id ?? ''}`));
    gate.open();
    await until(master, body.id, (row) => row.status === 'CONFIRMED', 45);
    expect(await network.balance(payment.to)).toBe(payment.amount);
    expect((await send(wallet, network, newPayment(network))).body.code).toBe('SESSION_REVOKED');
  });
});
