import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addWallet } from '../../../test/owners/owners-fixture.js';
import { evmOwner } from '../../../test/owners/owner-keys.js';
import { FIRST_PASSWORD, startWholeDaemon, type WholeDaemon } from '../../../test/whole-daemon.js';
import { insertRows } from '../../infra/prisma/insert-rows.js';
import { AuditHeads } from './audit-heads.service.js';
import { AUDIT_GENESIS, auditHash } from './audit-chain.js';
import { AuditService } from './audit.service.js';
import { type AuditReport, verifyAudit } from './offline-verification.js';

const GENESIS = AUDIT_GENESIS.hash;

let daemon: WholeDaemon;
beforeEach(async () => {
  daemon = await startWholeDaemon({ hasRealSigner: true });
});
afterEach(() => daemon.close());

const get = (route: string) => daemon.call(route, { password: FIRST_PASSWORD });
const verified = async (query = '') => (await get(`/v1/audit-logs/verify${query}`)).body;
const makeWallet = async (name = 'one') =>
  daemon.call('/v1/wallets', { method: 'POST', password: FIRST_PASSWORD, body: { name, chain: 'ethereum' } });
const signHead = () => daemon.get(AuditHeads).keep();
const offline = (over: Partial<Parameters<typeof verifyAudit>[0]> = {}): Promise<AuditReport> =>
  verifyAudit({ dataDir: daemon.dataDirectory, ...over });
const rows = () => daemon.database.client.auditLog.findMany({ orderBy: { id: 'asc' } });

async function kept(content: string, name = 'kept'): Promise<string> {
  const file = path.join(daemon.dataDirectory, name);
  writeFileSync(file, content);
  return file;
}

describe('the evidence of a daemon that was left alone', () => {
  it('is whole by route and without the daemon, up to the signed head', async () => {
    await makeWallet();
    expect(await signHead()).toBe(true);
    expect(await signHead()).toBe(false);
    const lastId = (await rows()).length;
    const answer = await verified();
    expect(answer).toMatchObject({ ok: true, checked: lastId, firstId: 1, lastId, brokenAt: null });
    expect(answer['checkpoints']).toBeGreaterThan(0);
    const { publicKey, ...report } = await offline();
    expect(report).toEqual({ ...answer, anchor: null });
    expect(publicKey).toMatch(/^[0-9a-f]{64}$/);
  });

  it('is signed once an hour where it has moved', async () => {
    await makeWallet();
    await signHead();
    const heads = daemon.get(AuditHeads);
    await makeWallet('two');
    expect(await heads.keepHourly()).toBe(false);
    daemon.clock.advance(3600);
    expect(await heads.keepHourly()).toBe(true);
    daemon.clock.advance(3600);
    expect(await heads.keepHourly()).toBe(false);
  });

  it('is checked by period, each from the row before it', async () => {
    await makeWallet();
    daemon.clock.advance(100);
    await makeWallet('two');
    const all = await rows();
    const middle = Number(all.at(-1)?.timestamp);
    const early = all.filter((row) => Number(row.timestamp) < middle).length;
    expect(await verified(`?from=${middle}`)).toMatchObject({ ok: true, firstId: early + 1, lastId: all.length });
    expect(await verified(`?to=${middle - 1}`)).toMatchObject({ ok: true, firstId: 1, lastId: early });
    expect(await verified('?from=99999999999')).toMatchObject({ ok: true, checked: 0, lastId: null });
    expect((await get('/v1/audit-logs/verify?from=soon')).status).toBe(400);
  });

  it('leaves as lines that anybody can check, closed by a signed head', async () => {
    await makeWallet();
    const text = await daemon.text('/v1/audit-logs/export', FIRST_PASSWORD);
    const lines = text.trimEnd().split('\n');
    expect(lines).toHaveLength((await rows()).length + 1);
    const report = await offline({ exportFile: await kept(text) });
    expect(report).toMatchObject({ ok: true, checked: lines.length - 1, checkpoints: 1, brokenAt: null });
    const without = (index: number): string => lines.filter((_, line) => line !== index).join('\n');
    expect(await offline({ exportFile: await kept(without(1)) })).toMatchObject({ ok: false, brokenAt: 2 });
    expect(await offline({ exportFile: await kept(without(lines.length - 1)) })).toMatchObject({ ok: false });
    expect(await offline({ exportFile: await kept(without(lines.length - 2)) })).toMatchObject({ ok: false });
    const changed = text.replace('"actor":"master"', '"actor":"nobody"');
    expect(await offline({ exportFile: await kept(changed) })).toMatchObject({ ok: false });
    await expect(offline({ exportFile: await kept('no lines of ours') })).rejects.toThrow('no row');
  });
});

describe('evidence that was tampered with', () => {
  const columns = ['timestamp', 'eventType', 'actor', 'walletId', 'details', 'severity', 'prevHash', 'hash'] as const;

  it.each(columns)('shows a changed %s', async (column) => {
    await makeWallet();
    const id = 2n;
    const value = column === 'timestamp' ? 1n : column === 'details' ? '{"n":2}' : 'changed';
    await daemon.database.client.auditLog.update({ where: { id }, data: { [column]: value } });
    expect(await verified()).toMatchObject({ ok: false, brokenAt: 2 });
    expect(await offline()).toMatchObject({ ok: false, brokenAt: 2 });
  });

  it('shows a deleted row, and an end that was cut off behind a signed head', async () => {
    await makeWallet();
    await signHead();
    const lastId = (await rows()).length;
    await daemon.database.client.auditLog.delete({ where: { id: BigInt(lastId) } });
    expect(await verified()).toMatchObject({ ok: false, brokenAt: lastId });
    await daemon.database.client.auditLog.deleteMany({ where: { id: 1n } });
    expect(await offline()).toMatchObject({ ok: false, brokenAt: 1 });
  });

  it('shows a chain rewritten whole, its signed heads deleted, to whoever kept a head', async () => {
    const owner = evmOwner();
    const walletId = await addWallet(
      { temporary: { database: daemon.database, file: '', drop: async () => undefined }, clock: daemon.clock },
      { owner },
    );
    await makeWallet();
    const challenge = await daemon.call('/v1/owner/challenge', {
      method: 'POST',
      body: { address: owner.address, chain: 'ethereum', action: 'verify', walletId },
    });
    const text = String(challenge.body['message']);
    const exported = await daemon.text('/v1/audit-logs/export', FIRST_PASSWORD);
    const last = await daemon.database.transaction((tx) => daemon.get(AuditService).head(tx));
    const plain = `${last.id}:${last.hash}`;
    const webhook = JSON.stringify({ id: 'x', data: { audit: last } });
    const anchors = [plain, await kept(text, 'challenge'), await kept(exported, 'export'), await kept(webhook, 'webhook')];
    for (const anchor of anchors) expect(await offline({ anchor })).toMatchObject({ ok: true, anchor: { id: last.id } });

    await rewriteWhole();
    await daemon.database.client.auditCheckpoint.deleteMany();
    expect(await offline()).toMatchObject({ ok: false, brokenAt: (await rows()).length });
    const hash = (await rows()).at(-1)?.hash ?? '';
    await daemon.database.client.auditHead.update({ where: { id: 1 }, data: { hash } });
    expect(await offline()).toMatchObject({ ok: true });
    for (const anchor of anchors) expect(await offline({ anchor })).toMatchObject({ ok: false, brokenAt: last.id });
  });

  it('proves nothing with an anchor that is none, that is beyond the rows, or whose own signature is forged', async () => {
    await makeWallet();
    const exported = await daemon.text('/v1/audit-logs/export', FIRST_PASSWORD);
    const forged = exported.replace(/"lastId":\d+/, '"lastId":3');
    await expect(offline({ anchor: await kept(forged, 'forged') })).rejects.toThrow('signature');
    await expect(offline({ anchor: 'nonsense' })).rejects.toThrow('--anchor');
    expect(await offline({ anchor: `9999:${'ab'.repeat(32)}` })).toMatchObject({ ok: false });
  });

  it('is noticed by the running daemon, whose chain then shows the wound for ever', async () => {
    await makeWallet();
    const before = (await rows()).length;
    await daemon.database.client.auditLog.deleteMany({ where: { id: { gt: BigInt(before - 2) } } });
    await makeWallet('two');
    const after = await rows();
    const finding = after.find((row) => row.eventType === 'EXPOSURE_FINDING' && row.details.includes('AUDIT_CHAIN_BROKEN'));
    expect(finding).toMatchObject({ id: BigInt(before + 1), severity: 'critical' });
    expect(await verified()).toMatchObject({ ok: false, brokenAt: before - 1 });
    expect(daemon.database.guard.unsound.map(({ table, id }) => `${table} ${id}`)).toEqual([`audit_log (chain) ${before - 1}`]);
  });

  async function rewriteWhole(): Promise<void> {
    let prevHash = GENESIS;
    for (const row of await rows()) {
      const next = { ...row, id: Number(row.id), timestamp: Number(row.timestamp), actor: 'nobody', prevHash };
      const hash = auditHash(next);
      await daemon.database.client.auditLog.update({ where: { id: row.id }, data: { actor: 'nobody', prevHash, hash } });
      prevHash = hash;
    }
  }
});

it('reads a hundred thousand rows in one request, and answers others meanwhile', async () => {
  const audit = daemon.get(AuditService);
  const { id, hash } = await daemon.database.transaction((tx) => audit.head(tx));
  const made = longChain(100_000, { id, hash });
  await daemon.database.transaction((tx) => insertRows(tx, 'audit_log', made));
  const pending = verified();
  expect((await daemon.call('/health')).status).toBe(200);
  expect(await pending).toMatchObject({ ok: true, checked: id + 100_000 });
  expect(await offline()).toMatchObject({ ok: true, checked: id + 100_000 });
}, 120_000);

function longChain(length: number, from: { readonly id: number; readonly hash: string }) {
  let previous = from;
  return Array.from({ length }, () => {
    const row = {
      id: previous.id + 1,
      timestamp: 1_795_330_000,
      eventType: 'TX_CONFIRMED',
      actor: 'system',
      walletId: '0198f0c1-0000-7000-8000-000000000001',
      sessionId: '0198f0c1-0000-7000-8000-000000000002',
      txId: '0198f0c1-0000-7000-8000-000000000003',
      details: '{"from":"SUBMITTED","to":"CONFIRMED"}',
      severity: 'info',
      ipAddress: null,
      prevHash: previous.hash,
    };
    previous = { id: row.id, hash: auditHash(row) };
    return {
      id: BigInt(row.id),
      timestamp: BigInt(row.timestamp),
      event_type: row.eventType,
      actor: row.actor,
      wallet_id: row.walletId,
      session_id: row.sessionId,
      tx_id: row.txId,
      details: row.details,
      severity: row.severity,
      ip_address: row.ipAddress,
      prev_hash: row.prevHash,
      hash: previous.hash,
    };
  });
}
