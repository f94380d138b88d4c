import path from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Api } from '../src/harness/api.js';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import { eventually } from '../src/harness/eventually.js';
import { EvmNetwork } from '../src/harness/evm-network.js';
import { allRows, expectPaidOnce, newPayment, send, sendUntilAnswered } from '../src/harness/payments.js';
import { StorageFault } from '../src/harness/storage-fault.js';
import { rpcEnvironment } from '../src/harness/test-network.js';
import { allowNative, confirmed, createWallet, PASSWORD, QUIET_LIMITS, type TestWallet } from '../src/harness/wallets.js';

const LATER = '29991231000000_later';

describe('the life of a daemon', () => {
  let network: EvmNetwork;
  let daemon: DaemonProcess;
  let wallet: TestWallet;

  beforeAll(async () => {
    network = await EvmNetwork.start();
    daemon = await DaemonProcess.start({
      env: { ...QUIET_LIMITS, ...rpcEnvironment(network), WAIAAS_MASTER_PASSWORD: PASSWORD },
    });
    wallet = await createWallet(daemon, { policyPreset: 'none' });
    await allowNative(daemon, wallet, 'ethereum');
    await network.fund(wallet.address, 20);
  });

  afterEach(() => {
    network.proxy.clear();
  });

  afterAll(async () => {
    await daemon.dispose();
    await network.stop();
  });

  it('refuses a second daemon on its data directory, and goes on', async () => {
    const second = await DaemonProcess.launch({ dataDir: daemon.dataDir, env: daemon.options.env ?? {} });
    expect(await second.exited()).toBe(1);
    expect(second.output).toMatch(/Another daemon runs/);
    expect((await new Api(await daemon.url()).get('/health')).status).toBe(200);
  });

  it('starts at once after a kill -9', async () => {
    await daemon.kill();
    daemon = await daemon.restart();
    expect((await new Api(await daemon.url()).get('/health')).status).toBe(200);
  });

  it('starts its signer again when that dies, is ready again, and pays', async () => {
    const before = await daemon.signerPid();
    await daemon.signalSigner('SIGKILL');
    const payment = newPayment(network);
    const { status, body } = await sendUntilAnswered(wallet, network, payment);
    expect(status).toBe(201);
    await confirmed(wallet.api, body.id, 45);
    await expectPaidOnce(wallet, network, [payment]);
    expect(await daemon.signerPid()).not.toBe(before);
    const url = await daemon.url();
    await eventually('it is ready again', async () => (await new Api(url).get('/ready')).status === 200);
  });

  it('answers what is under way after SIGTERM, refuses what is new, and exits with 0', async () => {
    const gate = network.proxy.gate({ methods: [network.methods.facts], at: 'after' });
    const payment = newPayment(network);
    const first = send(wallet, network, payment);
    await gate.reached();
    const anybody = new Api(await daemon.url());
    const ended = daemon.signal('SIGTERM');
    await eventually('it ends', async () => (await anybody.get('/health')).body['code'] === 'SHUTTING_DOWN');
    expect((await send(wallet, network, newPayment(network))).body.code).toBe('SHUTTING_DOWN');
    gate.open();
    const { status, body } = await first;
    expect(status).toBe(201);
    await ended;
    expect(await daemon.exited()).toBe(0);
    daemon = await daemon.restart();
    await confirmed(wallet.api, body.id, 45);
    await expectPaidOnce(wallet, network, [payment]);
  });

  it('stores nothing and says so when the disk is full, and takes the same request when it is not', async () => {
    const fault = StorageFault.refuse(daemon.dataDir, { table: 'transactions', operation: 'INSERT', when: '1' });
    const payment = newPayment(network);
    const before = await allRows(wallet);
    const { status, body } = await send(wallet, network, payment);
    fault.lift();
    expect([status, body.code]).toEqual([503, 'STORAGE_UNAVAILABLE']);
    expect(await allRows(wallet)).toHaveLength(before.length);
    const again = await send(wallet, network, payment);
    expect(again.status).toBe(201);
    await confirmed(wallet.api, again.body.id, 45);
    await expectPaidOnce(wallet, network, [payment]);
  });

  it('does not start on a database that a newer version wrote', async () => {
    await daemon.kill();
    const db = new Sqlite(path.join(daemon.dataDir, 'data', 'waiaas.db'));
    const columns = '(id, checksum, migration_name, started_at, finished_at, applied_steps_count)';
    db.prepare(`INSERT INTO _prisma_migrations ${columns} VALUES ('later', 'x', ?, 4102444800000, 4102444800000, 1)`).run(LATER);
    const refused = await DaemonProcess.launch({ dataDir: daemon.dataDir, env: daemon.options.env ?? {} });
    expect(await refused.exited()).toBe(1);
    expect(refused.output).toContain('newer version');
    db.prepare('DELETE FROM _prisma_migrations WHERE migration_name = ?').run(LATER);
    db.close();
    daemon = await daemon.restart();
    expect(await allRows(wallet)).not.toHaveLength(0);
  });
});
