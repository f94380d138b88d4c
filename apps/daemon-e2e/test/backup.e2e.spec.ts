import { execFile } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, verdictOf } from '../src/harness/api.js';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import { EvmNetwork } from '../src/harness/evm-network.js';
import { newPayment, send } from '../src/harness/payments.js';
import { SolanaNetwork } from '../src/harness/solana-network.js';
import type { TestNetwork } from '../src/harness/test-network.js';
import { allowNative, confirmed, createWallet, masterOf, PASSWORD, QUIET_LIMITS, until } from '../src/harness/wallets.js';

const CLI = fileURLToPath(new URL('../../cli/dist/bundle/main.js', import.meta.url));
const WRONG = 'not the password at all';
const run = promisify(execFile);

interface Backup {
  readonly path: string;
  readonly filename: string;
  readonly size: number;
  readonly file_count: number;
}

let folder: string;
let evm: EvmNetwork;
let solana: SolanaNetwork;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'waiaas-restore-'));
  evm = await EvmNetwork.start();
  solana = await SolanaNetwork.start({ slotMs: 400 });
});

afterAll(async () => {
  await Promise.all([evm.stop(), solana.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

const environment = (more: Readonly<Record<string, string>> = {}) => ({
  WAIAAS_MASTER_PASSWORD: PASSWORD,
  WAIAAS_RPC_EVM_ETHEREUM_SEPOLIA: evm.proxy.url,
  WAIAAS_RPC_SOLANA_DEVNET: solana.proxy.url,
  ...QUIET_LIMITS,
  ...more,
});

async function restore(archive: string, dataDir: string, password = PASSWORD): Promise<string> {
  const env = { PATH: process.env['PATH'], HOME: folder, WAIAAS_MASTER_PASSWORD: password };
  const { stdout } = await run(process.execPath, [CLI, 'restore', archive, '--data-dir', dataDir], { env });
  return stdout;
}

const refusal = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) => String((error as { stderr?: string }).stderr ?? error),
  );

async function fundedWallet(daemon: DaemonProcess, network: TestNetwork, payments: number) {
  const wallet = await createWallet(daemon, { chain: network.chain, policyPreset: 'none' });
  await allowNative(daemon, wallet, network.chain);
  await network.fund(wallet.address, payments);
  return wallet;
}

const makeBackup = (master: Api) => master.must(200, master.post<Backup>('/v1/admin/backup'));

describe('a backup', () => {
  let daemon: DaemonProcess;
  let master: Api;
  let hookFile: string;

  beforeAll(async () => {
    hookFile = path.join(folder, 'hook.sh');
    writeFileSync(hookFile, `#!/bin/sh\nenv > ${folder}/hook.env\ncp "$1" ${folder}/\n`);
    chmodSync(hookFile, 0o700);
    daemon = await DaemonProcess.start({ env: environment({ WAIAAS_BACKUP_HOOK: hookFile }) });
    master = await masterOf(daemon);
  });
  afterAll(async () => daemon.dispose());

  it('is made while 32 payments run, none of which fails, and is whole', async () => {
    const wallet = await fundedWallet(daemon, evm, 40);
    const payments = Array.from({ length: 32 }, () => newPayment(evm));
    const [backup, ...answers] = await Promise.all([
      makeBackup(master),
      ...payments.map((payment) => send(wallet, evm, payment, { Prefer: 'wait=20' })),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(payments.map(() => 201));
    for (const { body } of answers) await confirmed(wallet.api, body.id);
    const verdict = await master.must(200, master.post('/v1/admin/backup/verify', { filename: backup.filename }));
    expect(verdict).toMatchObject({ ok: true, schema_version: expect.any(Number), created_at: expect.any(String) });
    const { data } = (await master.get<{ data: object[] }>('/v1/audit-logs?event_type=BACKUP_CREATED')).body;
    expect(data[0]).toMatchObject({ actor: 'master', details: { filename: backup.filename, size: backup.size } });
  });

  it('shows nothing of what is in it, and leaves nothing readable behind', async () => {
    const wallet = await createWallet(daemon, { name: 'a-name-to-be-looked-for' });
    const { path: file } = await makeBackup(master);
    const bytes = readFileSync(file).toString('latin1');
    for (const text of ['a-name-to-be-looked-for', wallet.address, 'CREATE TABLE']) expect(bytes).not.toContain(text);
    expect(readdirSync(path.dirname(file)).filter((name) => !name.endsWith('.backup'))).toEqual([]);
  });

  it('goes to another place by the hook, which learns no secret', async () => {
    const { filename } = await makeBackup(master);
    expect(existsSync(path.join(folder, filename))).toBe(true);
    expect(readFileSync(path.join(folder, 'hook.env'), 'utf8')).not.toMatch(/WAIAAS|PASSWORD/i);
  });

  it('that the hook cannot take away is there all the same, and everybody is told', async () => {
    writeFileSync(hookFile, '#!/bin/sh\nexit 3\n');
    await makeBackup(master);
    const { data } = (await master.get<{ data: object[] }>('/v1/audit-logs?event_type=BACKUP_FAILED')).body;
    expect(data[0]).toMatchObject({ severity: 'critical', details: { step: 'hook' } });
  });

  it('is one of the newest that are kept', async () => {
    const settings = [{ key: 'backup.retention_count', value: 2 }];
    await master.must(200, master.put('/v1/admin/settings', { settings }));
    const made = await makeBackup(master);
    const list = (await master.get<{ backups: Backup[]; total: number; retention_count: number }>('/v1/admin/backups')).body;
    expect(list).toMatchObject({ total: 2, retention_count: 2 });
    expect(list.backups[0]).toEqual(made);
  });

  it('is found by its name alone, and what was changed in it is found too', async () => {
    const verify = (filename: string) => master.post('/v1/admin/backup/verify', { filename });
    for (const name of ['nothing', '../daemon.json', 'waiaas-20260101T000000Z-00000000.backup', '/etc/passwd'])
      expect([name, verdictOf(await verify(name))]).toEqual([name, '404 BACKUP_NOT_FOUND']);
    const { path: file, filename } = await makeBackup(master);
    const whole = readFileSync(file);
    const headerEnd = whole.indexOf(0x0a);
    const flipped = (at: number) => {
      const bytes = Buffer.from(whole);
      bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
      return bytes;
    };
    for (const [bytes, verdict] of [
      [flipped(headerEnd + 100), '400 BACKUP_CORRUPTED'],
      [flipped(whole.length - 1), '400 BACKUP_CORRUPTED'],
      [whole.subarray(0, whole.length - 40), '400 BACKUP_CORRUPTED'],
      [Buffer.concat([whole, Buffer.from('x')]), '400 BACKUP_CORRUPTED'],
      [Buffer.from(whole.toString('latin1').replace('"createdAt":"2', '"createdAt":"3'), 'latin1'), '400 BACKUP_CORRUPTED'],
      [Buffer.from('hello\n'), '400 INVALID_BACKUP_FORMAT'],
      [Buffer.from(whole.toString('latin1').replace('"version":1', '"version":9'), 'latin1'), '400 UNSUPPORTED_BACKUP_VERSION'],
    ] as const) {
      writeFileSync(file, bytes);
      expect(verdictOf(await verify(filename))).toBe(verdict);
    }
    writeFileSync(file, whole);
    expect(verdictOf(await verify(filename))).toBe('200');
  });
});

describe('a restored daemon', () => {
  it.each([
    ['EVM', () => evm as TestNetwork],
    ['Solana', () => solana as TestNetwork],
  ])(
    'never pays again what the old one paid after the backup (%s)',
    async (_chain, networkOf) => {
      const network = networkOf();
      const daemon = await DaemonProcess.start({ env: environment() });
      const master = await masterOf(daemon);
      const wallet = await fundedWallet(daemon, network, 10);
      const before = newPayment(network);
      await confirmed(wallet.api, (await send(wallet, network, before)).body.id);
      const [late, held] = [newPayment(network), newPayment(network)];
      const policies = { token_limits: { [`native:${network.chain}`]: { instant_max: '0', notify_max: '0', delay_max: '0' } } };
      const { id: policyId } = await master.must(
        201,
        master.post<{ id: string }>('/v1/policies', {
          walletId: wallet.id,
          type: 'SPENDING_LIMIT',
          rules: policies,
          priority: 9,
        }),
      );
      const waiting = [late, held].map((payment) => send(wallet, network, payment));
      const ids = (await Promise.all(waiting)).map(({ body }) => body.id);
      const backup = await makeBackup(master);
      for (const id of ids) await master.must(200, master.post(`/v1/transactions/${id}/approve`, {}));
      for (const id of ids) await confirmed(wallet.api, id, 40);
      await master.must(200, master.delete(`/v1/policies/${policyId}`));
      const after = newPayment(network);
      await confirmed(wallet.api, (await send(wallet, network, after)).body.id, 40);
      const paid = [before, late, held, after];
      await daemon.kill();

      const dataDir = path.join(folder, `restored-${network.chain}`);
      const printed = await restore(backup.path, dataDir);
      expect(printed).toContain('SUSPENDED');
      const restored = await DaemonProcess.start({ dataDir, env: environment() });
      try {
        const again = await masterOf(restored);
        const kill = (await again.get('/v1/admin/kill-switch')).body;
        expect(kill).toMatchObject({ state: 'SUSPENDED', activatedBy: 'restore' });
        const { data } = (await again.get<{ data: object[] }>('/v1/audit-logs?event_type=BACKUP_RESTORED')).body;
        expect(data[0]).toMatchObject({ severity: 'critical', details: { archive: backup.filename, cancelled: 2 } });
        await again.must(200, again.post('/v1/admin/recover', { resumeWallets: true }));
        await again.must(200, again.delete(`/v1/policies/${policyId}`));
        const old = Api.session(again.baseUrl, wallet.token);
        expect(verdictOf(await old.get('/v1/wallet/address'))).toBe('401 INVALID_TOKEN');
        for (const id of ids) {
          expect(verdictOf(await again.post(`/v1/transactions/${id}/approve`, {}))).toBe('409 TX_ALREADY_PROCESSED');
          expect((await again.get(`/v1/transactions/${id}`)).body['status']).toBe('CANCELLED');
        }
        const { token } = await again.must(201, again.post<{ token: string }>('/v1/sessions', { walletId: wallet.id }));
        const api = Api.session(again.baseUrl, token);
        const balances = await Promise.all(paid.map(({ to }) => network.balance(to)));
        expect(balances).toEqual(paid.map(({ amount }) => amount));
        const fresh = newPayment(network);
        const sent = await send({ ...wallet, api, token }, network, fresh);
        expect(sent).toMatchObject({ status: 201, body: { status: 'QUEUED', waitReason: 'APPROVAL' } });
        await again.must(200, again.post(`/v1/transactions/${sent.body.id}/approve`, {}));
        await confirmed(api, sent.body.id, 40);
        expect(await Promise.all(paid.map(({ to }) => network.balance(to)))).toEqual(balances);
      } finally {
        await restored.dispose();
        await daemon.dispose();
      }
    },
    300_000,
  );

  it('from a copy that was taken while 32 payments ran knows each of them truly, pays none again and spends nothing unasked', async () => {
    const daemon = await DaemonProcess.start({ env: environment() });
    const master = await masterOf(daemon);
    const wallet = await fundedWallet(daemon, evm, 40);
    const payments = Array.from({ length: 32 }, () => newPayment(evm));
    const sent = payments.map((payment) => send(wallet, evm, payment));
    await Promise.race(sent);
    const backup = await makeBackup(master);
    const ids = (await Promise.all(sent)).map(({ body }) => body.id);
    for (const id of ids) await confirmed(wallet.api, id, 60);
    await daemon.kill();

    const dataDir = path.join(folder, 'restored-under-load');
    await restore(backup.path, dataDir);
    const restored = await DaemonProcess.start({ dataDir, env: environment() });
    try {
      const again = await masterOf(restored);
      await again.must(200, again.post('/v1/admin/recover', { resumeWallets: true }));
      const { token } = await again.must(201, again.post<{ token: string }>('/v1/sessions', { walletId: wallet.id }));
      const api = Api.session(again.baseUrl, token);
      const known: string[] = [];
      for (const id of ids) if ((await again.get(`/v1/transactions/${id}`)).status === 200) known.push(id);
      expect(known.length).toBeGreaterThan(0);
      const ended = known.map((id) => until(api, id, ({ status }) => ['CONFIRMED', 'CANCELLED'].includes(status), 60));
      // Those whose bytes are in the copy are found on the chain; the others were never signed here, and never will be.
      for (const row of await Promise.all(ended)) expect(row.txHash !== null).toBe(row.status === 'CONFIRMED');
      const balances = () => Promise.all(payments.map(({ to }) => evm.balance(to)));
      expect(await balances()).toEqual(payments.map(({ amount }) => amount));
      const onChain = async () => (await evm.balance(wallet.address)).toString();
      const told = async () => (await api.get<{ balance: string }>(`/v1/wallet/balance?network=${evm.name}`)).body.balance;
      expect(await told()).toBe(await onChain());

      const fresh = await send({ ...wallet, api, token }, evm, newPayment(evm));
      expect(fresh).toMatchObject({ status: 201, body: { status: 'QUEUED', waitReason: 'APPROVAL' } });
      await again.must(200, again.post(`/v1/transactions/${fresh.body.id}/approve`, {}));
      await confirmed(api, fresh.body.id, 60);
      expect(await balances()).toEqual(payments.map(({ amount }) => amount));
    } finally {
      await restored.dispose();
      await daemon.dispose();
    }
  }, 300_000);

  it('follows the bytes it knows and never makes new ones for what was under way', async () => {
    const daemon = await DaemonProcess.start({ env: environment() });
    const master = await masterOf(daemon);
    const wallet = await fundedWallet(daemon, evm, 10);
    await evm.node.setAutomine(false);
    const payment = newPayment(evm);
    const { id } = (await send(wallet, evm, payment)).body;
    const { txHash } = await until(wallet.api, id, (row) => row.status === 'SUBMITTED');
    const backup = await makeBackup(master);
    await daemon.kill();
    // The old daemon, or whoever had its key, used the nonce for something else.
    const nonce = await evm.node.rpc<string>('eth_getTransactionCount', wallet.address, 'latest');
    await evm.node.dropTransaction(txHash ?? '');
    await evm.node.rpc('anvil_setNonce', wallet.address, `0x${(Number(nonce) + 1).toString(16)}`);
    await evm.node.setAutomine(true);
    await evm.node.mine(40);
    const dataDir = path.join(folder, 'restored-replaced');
    await restore(backup.path, dataDir);
    const restored = await DaemonProcess.start({ dataDir, env: environment() });
    try {
      const again = await masterOf(restored);
      await again.must(200, again.post('/v1/admin/recover', { resumeWallets: true }));
      const { token } = await again.must(201, again.post<{ token: string }>('/v1/sessions', { walletId: wallet.id }));
      const row = await until(Api.session(again.baseUrl, token), id, ({ status }) => status === 'FAILED', 60);
      expect(row.errorCode).toBe('UNDER_REVIEW');
      expect(await evm.balance(payment.to)).toBe(0n);
    } finally {
      await restored.dispose();
      await daemon.dispose();
    }
  }, 300_000);
});

describe('a restore', () => {
  let daemon: DaemonProcess;
  let backup: Backup;
  let walletId: string;

  beforeAll(async () => {
    daemon = await DaemonProcess.start({ env: environment() });
    walletId = (await createWallet(daemon)).id;
    backup = await makeBackup(await masterOf(daemon));
  });
  afterAll(async () => daemon.dispose());

  it('is of one installation: another one does not call an archive it cannot open a good one', async () => {
    const foreign = readdirSync(folder).find((name) => name.endsWith('.backup')) ?? '';
    copyFileSync(path.join(folder, foreign), path.join(path.dirname(backup.path), foreign));
    const master = await masterOf(daemon);
    const answer = await master.post('/v1/admin/backup/verify', { filename: foreign });
    expect(answer).toMatchObject({ status: 400, body: { code: 'BACKUP_CORRUPTED', details: { reason: 'KEY_UNKNOWN' } } });
    const own = await master.post('/v1/admin/backup/verify', { filename: backup.filename });
    expect(own).toMatchObject({ status: 200, body: { ok: true } });
  });

  it('is refused while the daemon runs, with a wrong password, and for what is no backup', async () => {
    expect(await refusal(restore(backup.path, daemon.dataDir))).toContain('Another daemon runs');
    await daemon.kill();
    const untouched = readFileSync(path.join(daemon.dataDir, 'data/waiaas.db'));
    expect(await refusal(restore(backup.path, daemon.dataDir, WRONG))).toMatch(/password/i);
    const broken = path.join(folder, 'broken.backup');
    writeFileSync(broken, readFileSync(backup.path).subarray(0, -9));
    expect(await refusal(restore(broken, daemon.dataDir))).toContain('damaged or not whole');
    expect(await refusal(restore(path.join(folder, 'none'), daemon.dataDir))).toContain('no such file');
    expect(readFileSync(path.join(daemon.dataDir, 'data/waiaas.db')).equals(untouched)).toBe(true);
    expect(existsSync(path.join(daemon.dataDir, 'restore.tmp'))).toBe(false);
  });

  it('keeps what was there before, with its limits full in the copy', async () => {
    const printed = await restore(backup.path, daemon.dataDir);
    expect(printed).toContain('before-restore-');
    expect(readdirSync(daemon.dataDir).some((name) => name.startsWith('before-restore-'))).toBe(true);
    const again = await daemon.restart();
    const master = await masterOf(again);
    expect((await master.get(`/v1/wallets/${walletId}`)).body).toMatchObject({ id: walletId, status: 'SUSPENDED' });
    expect((await master.get('/v1/audit-logs/verify')).body).toMatchObject({ ok: true });
    await master.must(200, master.post('/v1/admin/recover', { resumeWallets: true }));
    const rules = { max_requests: 1000, window_seconds: 86_400 };
    await master.must(201, master.post('/v1/policies', { walletId, type: 'RATE_LIMIT', rules }));
    const { token } = await master.must(201, master.post<{ token: string }>('/v1/sessions', { walletId }));
    const payment = { network: evm.name, to: evm.newAddress(), amount: '1' };
    const refused = await Api.session(master.baseUrl, token).post('/v1/transactions/send', payment);
    expect(refused).toMatchObject({ status: 403, body: { details: { policyType: 'RATE_LIMIT' } } });
    await again.dispose();
  });
});
