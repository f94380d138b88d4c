import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual, promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Api, verdictOf } from '../src/harness/api.js';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import { eventually } from '../src/harness/eventually.js';
import { EvmNetwork } from '../src/harness/evm-network.js';
import { expectPaidOnce, newPayment, sendUntilAnswered } from '../src/harness/payments.js';
import { sealedGenerations, vaultText } from '../src/harness/sealed-rows.js';
import { type RefusedWrite, StorageFault } from '../src/harness/storage-fault.js';
import { rpcEnvironment } from '../src/harness/test-network.js';
import { allowNative, confirmed, createWallet, PASSWORD, QUIET_LIMITS, type TestWallet } from '../src/harness/wallets.js';

const CLI = fileURLToPath(new URL('../../cli/dist/bundle/main.js', import.meta.url));
const run = promisify(execFile);
const ALL_IN = (generation: string) => ({
  'sealed_keys.blob': generation,
  'sealed_secrets.sealed': generation,
  'settings.value': generation,
  'webhooks.secret': generation,
});

let network: EvmNetwork;
let daemon: DaemonProcess;
let wallet: TestWallet;
let password = PASSWORD;
let generation = 1;
const payments: ReturnType<typeof newPayment>[] = [];

beforeAll(async () => {
  network = await EvmNetwork.start();
  daemon = await DaemonProcess.start({
    env: { ...QUIET_LIMITS, ...rpcEnvironment(network), WAIAAS_MASTER_PASSWORD: PASSWORD },
  });
  wallet = await createWallet(daemon, { policyPreset: 'none' });
  await allowNative(daemon, wallet, 'ethereum');
  await network.fund(wallet.address, 40);
  const api = await master();
  await api.must(201, api.post('/v1/webhooks', { url: 'https://example.com/hook', events: [] }));
  const settings = [{ key: 'notifications.telegram_bot_token', value: '123456:abcdefghijklmnopqrstuvwxyz012345678' }];
  await api.must(200, api.put('/v1/admin/settings', { settings }));
  expect(sealedGenerations(daemon.dataDir)).toEqual(ALL_IN('1'));
});

afterAll(async () => {
  await daemon.dispose();
  await network.stop();
});

const master = async (): Promise<Api> => Api.master(await daemon.url(), password);
const isIn = (wanted: object): boolean => isDeepStrictEqual(sealedGenerations(daemon.dataDir), wanted);
const holdsEarlier = (): boolean => vaultText(daemon.dataDir).includes('+');

/** Asks for another password and a new data key. The answer may be lost with the daemon. */
async function renew(): Promise<string> {
  const newPassword = `${PASSWORD} ${String(generation + 1)}`;
  const answer = await (await master()).put('/v1/admin/master-password', { newPassword, rotate: true }).catch(() => undefined);
  if (vaultText(daemon.dataDir).startsWith(`wvault.1.${String(generation + 1)}.`)) {
    password = newPassword;
    generation += 1;
  }
  return answer === undefined ? 'lost' : verdictOf(answer);
}

afterEach(() => StorageFault.liftFrom(daemon.dataDir));

const restart = async (): Promise<void> => {
  daemon = await daemon.restart({ WAIAAS_MASTER_PASSWORD: password });
};

async function pay(): Promise<void> {
  const payment = newPayment(network);
  payments.push(payment);
  const { status, body } = await sendUntilAnswered(wallet, network, payment);
  expect(status).toBe(201);
  await confirmed(wallet.api, body.id, 60);
}

async function expectRetired(): Promise<void> {
  await eventually('the earlier data key is gone', () => isIn(ALL_IN(String(generation))) && !holdsEarlier());
  const api = await master();
  const { data } = (await api.get<{ data: { details: object }[] }>('/v1/audit-logs?event_type=DATA_KEY_RETIRED')).body;
  expect(data[0]).toMatchObject({ actor: 'system', details: { generation: generation - 1 } });
  expect(data).toHaveLength(generation - 1);
}

/** Where a renewal can stand still: the write that is refused, and how the rows look when it is its turn. */
const sealedAnew = (table: string, column: string): RefusedWrite =>
  ({ table, operation: 'UPDATE', when: `OLD."${column}" LIKE 'w%' AND NEW."${column}" <> OLD."${column}"` }) as RefusedWrite;
const mixed = (...anew: readonly string[]) => {
  const now = Object.entries(ALL_IN(String(generation - 1)));
  return Object.fromEntries(now.map(([place, old]) => [place, anew.includes(place) ? String(generation) : old]));
};

describe('a new data key', () => {
  let elsewhere: string;
  let archive: string;
  let earlier: { readonly path: string; readonly filename: string };

  beforeAll(async () => {
    const api = await master();
    earlier = await api.must(200, api.post<typeof earlier>('/v1/admin/backup'));
    elsewhere = mkdtempSync(path.join(tmpdir(), 'waiaas-renewed-'));
  });
  afterAll(() => {
    rmSync(elsewhere, { recursive: true, force: true });
  });

  it('is made with the new password; payments are signed, backups made and a second one refused while rows wait for it', async () => {
    const fault = StorageFault.refuse(daemon.dataDir, sealedAnew('sealed_keys', 'blob'));
    expect(await renew()).toBe('200');
    await eventually('it holds both', () => holdsEarlier());
    expect(sealedGenerations(daemon.dataDir)['sealed_keys.blob']).toBe('1');
    await pay();
    const api = await master();
    await api.must(201, api.post('/v1/wallets', { name: 'made meanwhile', chain: 'solana' }));
    expect(sealedGenerations(daemon.dataDir)['sealed_keys.blob']).toBe('1,2');
    const again = await api.put('/v1/admin/master-password', { newPassword: `${PASSWORD} again`, rotate: true });
    expect(verdictOf(again)).toBe('429 ROTATION_TOO_RECENT');
    expect(Number(again.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(vaultText(daemon.dataDir)).toMatch(/^wvault\.1\.2\./);
    archive = (await api.must(200, api.post<{ path: string }>('/v1/admin/backup'))).path;
    fault.lift();
    await eventually('all is sealed anew', () => isIn(ALL_IN('2')));
    await pay();
    const { data } = (await api.get<{ data: object[] }>('/v1/audit-logs?event_type=MASTER_PASSWORD_CHANGED')).body;
    expect(data).toMatchObject([{ severity: 'critical', details: { dataKeyRenewed: true } }]);
  });

  it('is alone after the next start, which loses no session', async () => {
    expect(holdsEarlier()).toBe(true);
    await restart();
    await expectRetired();
    await pay();
  });

  it('leaves a backup from before it checkable over the API, and a damaged one is still found', async () => {
    const verify = async () => (await master()).post('/v1/admin/backup/verify', { filename: earlier.filename });
    const header = JSON.parse(readFileSync(earlier.path, 'latin1').split('\n', 1)[0] ?? '') as { vault: { generation: number } };
    expect([header.vault.generation, generation]).toEqual([1, 2]);
    expect(await verify()).toMatchObject({ status: 200, body: { ok: true } });
    const whole = readFileSync(earlier.path);
    const damaged = Buffer.from(whole);
    damaged.writeUInt8(damaged.readUInt8(whole.length - 1) ^ 1, whole.length - 1);
    writeFileSync(earlier.path, damaged);
    expect(verdictOf(await verify())).toBe('400 BACKUP_CORRUPTED');
    writeFileSync(earlier.path, whole);
    expect(verdictOf(await verify())).toBe('200');
  });

  it('comes whole out of a backup made in between', async () => {
    const env = { PATH: process.env['PATH'], HOME: elsewhere, WAIAAS_MASTER_PASSWORD: password };
    await run(process.execPath, [CLI, 'restore', archive, '--data-dir', elsewhere], { env });
    StorageFault.liftFrom(elsewhere);
    const restored = await DaemonProcess.start({
      dataDir: elsewhere,
      env: { ...QUIET_LIMITS, WAIAAS_MASTER_PASSWORD: password },
    });
    try {
      const isDone = (): boolean =>
        sealedGenerations(elsewhere)['sealed_keys.blob'] === '2' && !vaultText(elsewhere).includes('+');
      await eventually('the restored one has gone on with it', isDone);
      const api = Api.master(await restored.url(), password);
      const exported = await api.must(
        200,
        api.post(`/v1/wallets/${wallet.id}/export`, { format: 'encrypted', passphrase: PASSWORD }),
      );
      expect(exported).toMatchObject({ address: wallet.address });
    } finally {
      await restored.kill();
    }
  });
});

describe('kill -9 in the middle of a new data key', () => {
  const places = Object.keys(ALL_IN('')).map((place) => place.split('.') as [string, string]);
  const steps = places.map(([table, column], index) => ({
    name: `before ${table} are sealed anew`,
    refused: sealedAnew(table, column),
    isReached: () => holdsEarlier() && isIn(mixed(...Object.keys(ALL_IN('')).slice(0, index))),
  }));
  // The signer has the same to do at each place.
  const victimsOf = (name: string): readonly ('daemon' | 'signer')[] =>
    name.includes('settings') ? ['daemon', 'signer'] : ['daemon'];
  const cases = steps.flatMap((step) => victimsOf(step.name).map((victim) => [victim, step.name, step] as const));

  it.each(cases)('of the %s %s loses nothing', async (victim, _name, step) => {
    const fault = StorageFault.refuse(daemon.dataDir, step.refused);
    expect(await renew()).toBe('200');
    await eventually('it stands there', step.isReached);
    if (victim === 'daemon') await daemon.kill();
    else await daemon.signalSigner('SIGKILL');
    fault.lift();
    if (victim === 'daemon') await restart();
    else {
      // The password it was started with is no longer the one; the new one opens it when it comes.
      const isDone = async (): Promise<boolean> => {
        await (await master()).get('/v1/wallets');
        return isIn(ALL_IN(String(generation)));
      };
      await eventually('all is sealed anew', isDone, 60);
      await pay();
      await restart();
    }
    await expectRetired();
    await pay();
  });

  it('before the row of the vault is written leaves the old password, and after it the new one', async () => {
    const fault = StorageFault.refuse(daemon.dataDir, { table: 'vault', operation: 'UPDATE', when: '1' });
    expect(await renew()).toBe('503 STORAGE_UNAVAILABLE');
    await daemon.kill();
    fault.lift();
    await restart();
    await pay();
    expect([holdsEarlier(), isIn(ALL_IN(String(generation)))]).toEqual([false, true]);
    const asked = renew();
    await eventually('the row is written', () => holdsEarlier());
    await daemon.kill();
    await asked;
    await restart();
    await expectRetired();
    await pay();
  });

  it('before the earlier key is given up leaves both in force until it is', async () => {
    expect(await renew()).toBe('200');
    await eventually('all is sealed anew', () => isIn(ALL_IN(String(generation))));
    const fault = StorageFault.refuse(daemon.dataDir, { table: 'vault', operation: 'UPDATE', when: '1' });
    await restart();
    await eventually('it was tried', () => daemon.output.includes('could not be sealed anew'));
    await daemon.kill();
    expect(holdsEarlier()).toBe(true);
    fault.lift();
    await restart();
    await expectRetired();
    await pay();
  });

  it('paid everybody once', async () => {
    await expectPaidOnce(wallet, network, payments);
  });
});
