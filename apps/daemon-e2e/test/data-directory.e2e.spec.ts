import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, verdictOf } from '../src/harness/api.js';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import { eventually } from '../src/harness/eventually.js';
import { EvmNetwork } from '../src/harness/evm-network.js';
import { allRows, expectPaidOnce, newPayment, send, sendUntilAnswered, type Payment } from '../src/harness/payments.js';
import { TestDisk } from '../src/harness/test-disk.js';
import { rpcEnvironment } from '../src/harness/test-network.js';
import {
  allowNative,
  confirmed,
  createWallet,
  masterOf,
  PASSWORD,
  QUIET_LIMITS,
  type TestWallet,
} from '../src/harness/wallets.js';

/** What the log of the database still has room for is written, whatever the disk says. */
const MOST_BEFORE_FULL = 300;

const disk = TestDisk.make();

describe.skipIf(disk === undefined)('a data directory that can no longer be written', () => {
  let network: EvmNetwork;
  let daemon: DaemonProcess;
  let wallet: TestWallet;

  beforeAll(async () => {
    network = await EvmNetwork.start();
    daemon = await DaemonProcess.start({
      dataDir: path.join(disk?.directory ?? '', 'data'),
      env: { ...QUIET_LIMITS, ...rpcEnvironment(network), WAIAAS_MASTER_PASSWORD: PASSWORD },
    });
    wallet = await createWallet(daemon, { policyPreset: 'none' });
    await allowNative(daemon, wallet, 'ethereum');
    await network.fund(wallet.address, 2 * MOST_BEFORE_FULL);
  });

  afterAll(async () => {
    await daemon.kill();
    await network.stop();
    disk?.dispose();
  });

  interface Outcome {
    readonly accepted: readonly Payment[];
    readonly refused: Payment;
  }

  /** Payments until the first that is not taken. */
  async function payUntilRefused(): Promise<Outcome> {
    const accepted: Payment[] = [];
    for (let sent = 0; sent < MOST_BEFORE_FULL; sent += 1) {
      const payment = newPayment(network);
      const answer = await send(wallet, network, payment);
      if (answer.status !== 201) {
        expect(verdictOf(answer)).toBe('503 STORAGE_UNAVAILABLE');
        return { accepted, refused: payment };
      }
      accepted.push(payment);
    }
    throw new Error('everything was taken');
  }

  /** Whoever asks is told the same, at every door that writes; reading goes on. */
  async function expectClearAnswers({ accepted, refused }: Outcome, before: number): Promise<void> {
    const master = await masterOf(daemon);
    const policy = { walletId: wallet.id, type: 'RATE_LIMIT', rules: { max_requests: 9, window_seconds: 60 } };
    expect(verdictOf(await master.post('/v1/wallets', { name: 'one more' }))).toBe('503 STORAGE_UNAVAILABLE');
    expect(verdictOf(await master.post('/v1/policies', policy))).toBe('503 STORAGE_UNAVAILABLE');
    const open = new Api(await daemon.url());
    expect(verdictOf(await open.get('/health'))).toBe('200');
    await eventually('it says that it is not ready', async () => (await open.get('/ready')).status === 503, 30);
    const rows = await allRows(wallet);
    expect(rows).toHaveLength(before + accepted.length);
    expect(rows.map(({ toAddress }) => toAddress)).not.toContain(refused.to);
    expect((await master.must(200, master.get<{ items: object[] }>('/v1/wallets'))).items).toHaveLength(1);
  }

  /** What was taken is paid, what was refused is taken now, and each of them once. */
  async function expectAllPaid({ accepted, refused }: Outcome): Promise<void> {
    const { status, body } = await sendUntilAnswered(wallet, network, refused);
    expect(status).toBe(201);
    await confirmed(wallet.api, body.id, 60);
    await eventually(
      'everything that was taken is confirmed',
      async () => {
        return (await allRows(wallet)).every((row) => row.status === 'CONFIRMED');
      },
      60,
    );
    await expectPaidOnce(wallet, network, [...accepted, refused]);
    const open = new Api(await daemon.url());
    await eventually('it is ready again', async () => (await open.get('/ready')).status === 200, 30);
  }

  it('because it is full is told to whoever asks, leaves nothing half done, and is over once there is room', async () => {
    const before = (await allRows(wallet)).length;
    disk?.fill();
    const outcome = await payUntilRefused();
    await expectClearAnswers(outcome, before);
    disk?.free();
    await expectAllPaid(outcome);
  });

  it('because the disk has failed is told to whoever asks, and a start after the repair finds everything', async () => {
    const before = (await allRows(wallet)).length;
    disk?.fail();
    const outcome = await payUntilRefused();
    await expectClearAnswers(outcome, before);
    await daemon.kill();
    const refusing = await DaemonProcess.launch({ dataDir: daemon.dataDir, env: daemon.options.env ?? {} });
    expect(await refusing.exited()).toBe(2);
    expect(refusing.output.trim()).toBe(`waiaas: WAIAAS_DATA_DIR: ${daemon.dataDir} is on a file system that is read-only`);
    disk?.repair();
    daemon = await daemon.restart();
    await expectAllPaid(outcome);
  });
});
