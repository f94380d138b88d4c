import { existsSync, openSync, writeSync, closeSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import { EvmNetwork } from '../src/harness/evm-network.js';
import { eventually } from '../src/harness/eventually.js';
import { newPayment, send } from '../src/harness/payments.js';
import { StorageHold } from '../src/harness/storage-fault.js';
import { TestDisk } from '../src/harness/test-disk.js';
import { rpcEnvironment } from '../src/harness/test-network.js';
import { allowNative, createWallet, masterOf, PASSWORD, QUIET_LIMITS, type TestWallet } from '../src/harness/wallets.js';

const disk = TestDisk.make();
let network: EvmNetwork;

beforeAll(async () => {
  network = await EvmNetwork.start();
});
afterAll(async () => {
  await network.stop();
  disk?.dispose();
});

async function startOn(dataDir?: string): Promise<{ daemon: DaemonProcess; wallet: TestWallet }> {
  const env = { ...QUIET_LIMITS, ...rpcEnvironment(network), WAIAAS_MASTER_PASSWORD: PASSWORD };
  const daemon = await DaemonProcess.start({ env, ...(dataDir === undefined ? {} : { dataDir }) });
  const wallet = await createWallet(daemon, { policyPreset: 'none' });
  await allowNative(daemon, wallet, 'ethereum');
  await network.fund(wallet.address, 100);
  return { daemon, wallet };
}

const databaseOf = ({ dataDir }: DaemonProcess): string => path.join(dataDir, 'data', 'waiaas.db');

function storedState(daemon: DaemonProcess): string {
  const db = new Sqlite(databaseOf(daemon), { readonly: true });
  try {
    return (db.prepare('SELECT state FROM kill_switch').get() as { state: string } | undefined)?.state ?? 'ACTIVE';
  } finally {
    db.close();
  }
}

async function isFrozen(daemon: DaemonProcess, wallet: TestWallet): Promise<void> {
  const master = await masterOf(daemon);
  expect((await master.get<{ state: string }>('/v1/admin/kill-switch')).body.state).toBe('SUSPENDED');
  expect((await send(wallet, network, newPayment(network))).status).toBe(503);
  expect(existsSync(path.join(daemon.dataDir, 'FREEZE'))).toBe(true);
}

describe('a freeze', () => {
  it('is in force while somebody holds the database, and stored once they let go', async () => {
    const { daemon, wallet } = await startOn();
    const hold = StorageHold.take(daemon.dataDir);
    const answer = (await masterOf(daemon)).post('/v1/admin/kill-switch');
    await eventually('the file is there', () => existsSync(path.join(daemon.dataDir, 'FREEZE')));
    await isFrozen(daemon, wallet);
    expect(storedState(daemon)).toBe('ACTIVE');
    hold.release();
    expect((await answer).status).toBe(200);
    await eventually('it is stored', () => storedState(daemon) === 'SUSPENDED', 30);
    await daemon.dispose();
  });

  it.skipIf(disk === undefined)('becomes durable on a disk that is full: room for it was kept', async () => {
    const dataDir = path.join(disk?.directory ?? '', 'waiaas');
    await mkdir(dataDir, { mode: 0o700 });
    const { daemon, wallet } = await startOn(dataDir);
    disk?.fill();
    const { status } = await (await masterOf(daemon)).post('/v1/admin/kill-switch');
    expect(status).toBe(200);
    await isFrozen(daemon, wallet);
    await eventually('it is stored, and the disk still full', () => storedState(daemon) === 'SUSPENDED', 30);
    disk?.free();
    await daemon.dispose();
  });

  it('is in force on a database that is destroyed, and leaves the file that every start obeys', async () => {
    const { daemon, wallet } = await startOn();
    const file = openSync(databaseOf(daemon), 'r+');
    const garbage = Buffer.alloc(statSync(databaseOf(daemon)).size, 0x5a);
    writeSync(file, garbage, 0, garbage.length, 0);
    closeSync(file);
    const { status } = await (await masterOf(daemon)).post('/v1/admin/kill-switch');
    expect(status).toBe(200);
    await isFrozen(daemon, wallet);
    await daemon.kill();
    expect(existsSync(path.join(daemon.dataDir, 'FREEZE'))).toBe(true);
    await daemon.dispose();
  });
});
