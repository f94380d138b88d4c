import { execFile } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { AnvilNode } from '@waiaas/testing';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, verdictOf } from '../src/harness/api.js';
import { DaemonProcess } from '../src/harness/daemon-process.js';
import { fundedOnSepolia, startOnSepolia } from '../src/harness/on-sepolia.js';
import { confirmed, masterOf } from '../src/harness/wallets.js';

const CLI = fileURLToPath(new URL('../../cli/dist/bundle/main.js', import.meta.url));
const SEND = { network: 'ethereum-sepolia', to: '0x8617E340B3D01FA5F11F306F4090FD50E238070D' };

let node: AnvilNode;
let daemon: DaemonProcess;
let master: Api;
let open: Api;

beforeAll(async () => {
  ({ node, daemon, master } = await startOnSepolia());
  open = new Api(master.baseUrl);
});

afterAll(async () => {
  await daemon.dispose();
  await node.stop();
});

const fundedWallet = () => fundedOnSepolia({ node, daemon }, 1000n);

const position = async () => (await open.get<{ state: string }>('/v1/admin/kill-switch')).body;
const isSuspended = () => expect.poll(async () => (await position()).state, { timeout: 20_000 }).toBe('SUSPENDED');
const recover = (resumeWallets: boolean) => master.must(200, master.post('/v1/admin/recover', { resumeWallets }));

describe('the kill switch', () => {
  it('stops sessions, waiting requests and wallets at once, and says who did it', async () => {
    const wallet = await fundedWallet();
    const waiting = await wallet.api.post<{ id: string }>('/v1/transactions/send', { ...SEND, humanAmount: '2' });
    const answer = await master.post('/v1/admin/kill-switch');
    expect([answer.status, answer.body]).toEqual([200, { state: 'SUSPENDED', activatedAt: expect.any(Number) }]);
    expect((await open.get('/v1/admin/kill-switch')).body).toEqual({
      state: 'SUSPENDED',
      activatedAt: answer.body['activatedAt'],
      activatedBy: 'master',
    });
    expect(verdictOf(await master.post('/v1/admin/kill-switch'))).toBe('409 KILL_SWITCH_ACTIVE');
    expect(verdictOf(await wallet.api.get('/v1/wallet/address'))).toBe('503 SYSTEM_LOCKED');
    for (const [route, body] of [
      ['/v1/wallets', { name: 'x' }],
      ['/v1/sessions', { walletId: wallet.id }],
      [`/v1/transactions/${waiting.body.id}/approve`, {}],
    ] as const) {
      expect([route, verdictOf(await master.post(route, body))]).toEqual([route, '503 SYSTEM_LOCKED']);
    }
    expect((await master.get(`/v1/transactions/${waiting.body.id}`)).body).toMatchObject({
      status: 'CANCELLED',
      errorCode: 'CANCELLED_BY_KILL_SWITCH',
    });
    expect((await master.get(`/v1/wallets/${wallet.id}`)).body).toMatchObject({
      status: 'SUSPENDED',
      suspensionReason: 'KILL_SWITCH',
    });
    const policy = { walletId: wallet.id, type: 'RATE_LIMIT', rules: { max_requests: 1, window_seconds: 60 } };
    expect(verdictOf(await master.post('/v1/policies', policy))).toBe('201');
  });

  it('is escalated, survives a restart, and recovers without giving sessions back', async () => {
    const escalated = await master.post('/v1/admin/kill-switch/escalate');
    expect([escalated.status, escalated.body]).toEqual([200, { state: 'LOCKED', escalatedAt: expect.any(Number) }]);
    expect(verdictOf(await master.post('/v1/admin/kill-switch/escalate'))).toBe('409 INVALID_STATE_TRANSITION');
    await daemon.kill();
    daemon = await daemon.restart();
    [master, open] = [await masterOf(daemon), new Api(await daemon.url())];
    expect((await position()).state).toBe('LOCKED');
    const recovered = await master.post('/v1/admin/recover', {
      ownerSignature: 'ignored',
      ownerAddress: 'ignored',
      chain: 'ethereum',
      message: 'ignored',
    });
    expect([recovered.status, recovered.body]).toEqual([
      200,
      { state: 'ACTIVE', recoveredAt: expect.any(Number), walletsResumed: 0 },
    ]);
    expect((await open.get('/v1/admin/kill-switch')).body).toEqual({ state: 'ACTIVE', activatedAt: null, activatedBy: null });
    expect(verdictOf(await master.post('/v1/admin/recover'))).toBe('409 KILL_SWITCH_NOT_ACTIVE');
  });
});

describe('a freeze without a password', () => {
  it('by the file stops twenty payments in flight: each is paid once or cancelled, and what waits is cancelled', async () => {
    const wallet = await fundedWallet();
    const answers = Array.from({ length: 20 }, (_, index) =>
      wallet.api.post<{ id?: string }>('/v1/transactions/send', { ...SEND, amount: String(1000 + index) }),
    );
    const held = await wallet.api.post<{ id: string }>('/v1/transactions/send', { ...SEND, humanAmount: '2' });
    writeFileSync(path.join(daemon.dataDir, 'FREEZE'), '');
    await isSuspended();
    expect(await position()).toMatchObject({ activatedBy: 'file:FREEZE' });
    const ids = (await Promise.all(answers)).flatMap(({ status, body }) =>
      status === 201 && body.id !== undefined ? [body.id] : [],
    );
    const status = async (id: string) => (await master.get<{ status: string }>(`/v1/transactions/${id}`)).body.status;
    for (const id of ids) {
      await expect.poll(() => status(id), { timeout: 60_000 }).toMatch(/^(CONFIRMED|CANCELLED)$/);
    }
    const paid = (await Promise.all(ids.map(status))).filter((each) => each === 'CONFIRMED').length;
    expect(Number(await node.rpc<string>('eth_getTransactionCount', wallet.address, 'latest'))).toBe(paid);
    expect(await status(held.body.id)).toBe('CANCELLED');
    expect(verdictOf(await wallet.api.post('/v1/transactions/send', { ...SEND, amount: '1' }))).toBe('503 SYSTEM_LOCKED');
    const { data } = (await master.get<{ data: object[] }>('/v1/audit-logs?event_type=KILL_SWITCH_ACTIVATED&limit=1')).body;
    expect(data).toMatchObject([{ actor: 'file:FREEZE', severity: 'critical' }]);
    expect(await recover(true)).toMatchObject({ state: 'ACTIVE', walletsResumed: expect.any(Number) });
    expect(existsSync(path.join(daemon.dataDir, 'FREEZE'))).toBe(false);
    expect((await master.get(`/v1/wallets/${wallet.id}`)).body).toMatchObject({ status: 'ACTIVE' });
  });

  it('by the command works on a daemon that runs and on one that starts later', async () => {
    const freeze = async () => promisify(execFile)(process.execPath, [CLI, 'freeze', '--data-dir', daemon.dataDir], { env: {} });
    expect((await freeze()).stdout).toContain('FREEZE');
    await isSuspended();
    await recover(true);
    await daemon.signal('SIGTERM');
    await freeze();
    daemon = await DaemonProcess.start({ dataDir: daemon.dataDir, env: { ...daemon.options.env } });
    [master, open] = [await masterOf(daemon), new Api(await daemon.url())];
    expect((await position()).state).toBe('SUSPENDED');
    await recover(true);
  });
});

describe('a suspended wallet', () => {
  it('refuses new requests, lets waiting ones wait, and goes on afterwards', async () => {
    const wallet = await fundedWallet();
    const { id } = (await wallet.api.post<{ id: string }>('/v1/transactions/send', { ...SEND, humanAmount: '2' })).body;
    const suspended = await master.post(`/v1/wallets/${wallet.id}/suspend`, { reason: 'inventory' });
    expect([suspended.status, suspended.body]).toEqual([
      200,
      { id: wallet.id, status: 'SUSPENDED', suspendedAt: expect.any(Number), suspensionReason: 'inventory' },
    ]);
    expect(verdictOf(await master.post(`/v1/wallets/${wallet.id}/suspend`))).toBe('409 INVALID_STATE_TRANSITION');
    expect(verdictOf(await wallet.api.post('/v1/transactions/send', { ...SEND, amount: '1' }))).toBe('409 WALLET_SUSPENDED');
    expect(verdictOf(await wallet.api.get('/v1/wallet/address'))).toBe('200');
    expect(verdictOf(await master.post(`/v1/transactions/${id}/approve`))).toBe('409 WALLET_SUSPENDED');
    expect((await wallet.api.get(`/v1/transactions/${id}`)).body).toMatchObject({ status: 'QUEUED' });
    expect((await master.post(`/v1/wallets/${wallet.id}/resume`)).body).toEqual({ id: wallet.id, status: 'ACTIVE' });
    expect(verdictOf(await master.post(`/v1/wallets/${wallet.id}/resume`))).toBe('409 INVALID_STATE_TRANSITION');
    expect(verdictOf(await master.post(`/v1/transactions/${id}/approve`))).toBe('200');
    await confirmed(wallet.api, id);
  });

  it('that is terminated cancels what waits, ends its sessions, and is gone for good', async () => {
    const wallet = await fundedWallet();
    const { id } = (await wallet.api.post<{ id: string }>('/v1/transactions/send', { ...SEND, humanAmount: '2' })).body;
    expect(verdictOf(await master.delete(`/v1/wallets/${wallet.id}/purge`))).toBe('409 WALLET_NOT_TERMINATED');
    expect((await master.delete(`/v1/wallets/${wallet.id}`)).body).toEqual({ id: wallet.id, status: 'TERMINATED' });
    expect((await master.get(`/v1/transactions/${id}`)).body).toMatchObject({
      status: 'CANCELLED',
      errorCode: 'CANCELLED_BY_TERMINATION',
    });
    expect(verdictOf(await wallet.api.get('/v1/wallet/address'))).toBe('401 SESSION_REVOKED');
    for (const act of ['suspend', 'resume']) {
      expect(verdictOf(await master.post(`/v1/wallets/${wallet.id}/${act}`))).toBe('410 WALLET_TERMINATED');
    }
    expect(verdictOf(await master.delete(`/v1/wallets/${wallet.id}`))).toBe('410 WALLET_TERMINATED');
    expect(verdictOf(await master.post('/v1/sessions', { walletId: wallet.id }))).toBe('410 WALLET_TERMINATED');
    expect((await master.delete(`/v1/wallets/${wallet.id}/purge`)).body).toEqual({ id: wallet.id, status: 'PURGED' });
    for (const route of [`/v1/wallets/${wallet.id}`, `/v1/wallets/${wallet.id}/networks`]) {
      expect(verdictOf(await master.get(route))).toBe('404 WALLET_NOT_FOUND');
    }
    expect(verdictOf(await master.get(`/v1/transactions/${id}`))).toBe('404 TX_NOT_FOUND');
    expect((await master.get<{ total: number }>(`/v1/policies?walletId=${wallet.id}`)).body.total).toBe(0);
  });
});

describe('the freeze of the signer', () => {
  /** As any other program does it, with nobody there to notice. */
  function forget(): void {
    const db = new Sqlite(path.join(daemon.dataDir, 'data', 'waiaas.db'));
    db.prepare(`UPDATE kill_switch SET state = 'ACTIVE'`).run();
    db.close();
  }

  const isOnItsRecord = (): boolean => {
    const book = readFileSync(path.join(daemon.dataDir, 'signer.book'), 'utf8');
    return book.lastIndexOf('"k":"frozen"') > book.lastIndexOf('"k":"thawed"');
  };

  it('outlives the database that forgot it, and the file that is gone', async () => {
    await master.must(200, master.post('/v1/admin/kill-switch'));
    await expect.poll(isOnItsRecord, { timeout: 20_000 }).toBe(true);
    await daemon.kill();
    forget();
    rmSync(path.join(daemon.dataDir, 'FREEZE'), { force: true });
    daemon = await daemon.restart();
    master = await masterOf(daemon);
    open = new Api(master.baseUrl);
    await isSuspended();
    expect(await position()).toMatchObject({ activatedBy: 'signer' });
    expect(verdictOf(await new Api(master.baseUrl).post('/v1/admin/recover', {}))).toMatch(/^401/);
    await recover(false);
    const wallet = await fundedWallet();
    // Whoever took it out of the database wrote to it: nothing is paid before an admin has looked.
    expect(verdictOf(await wallet.api.post('/v1/transactions/send', { ...SEND, amount: '1', type: 'TRANSFER' }))).toBe(
      '409 INTEGRITY_VIOLATION',
    );
    const report = await master.must(200, master.get<{ digest: string; rows: object[] }>('/v1/admin/integrity'));
    expect(report.rows).toMatchObject([{ table: 'kill_switch', id: '1' }]);
    await master.must(200, master.post('/v1/admin/integrity/adopt', { digest: report.digest }));
    const { body } = await wallet.api.post<{ id: string }>('/v1/transactions/send', { ...SEND, amount: '1', type: 'TRANSFER' });
    await confirmed(wallet.api, body.id);
  });
});
