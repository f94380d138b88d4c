import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evmOwner, type OwnerKey, solanaOwner } from '../../../test/owners/owner-keys.js';
import { addWallet } from '../../../test/owners/owners-fixture.js';
import { type Answer, FIRST_PASSWORD, startWholeDaemon, type WholeDaemon } from '../../../test/whole-daemon.js';

let daemon: WholeDaemon;

beforeAll(async () => {
  daemon = await startWholeDaemon();
});
afterAll(async () => daemon.close());

const master = (method: string, route: string, body?: unknown, headers: Record<string, string> = {}) =>
  daemon.call(route, { method, headers, body, password: FIRST_PASSWORD });
const walletOf = (key: OwnerKey, state: 'GRACE' | 'LOCKED' = 'GRACE') =>
  addWallet(
    { temporary: { database: daemon.database, file: '', drop: async () => undefined }, clock: daemon.clock },
    { owner: key, state },
  );

async function challenge(key: OwnerKey, request: Record<string, unknown>): Promise<Answer> {
  return daemon.call('/v1/owner/challenge', { method: 'POST', body: { address: key.address, chain: key.chain, ...request } });
}

async function owned(key: OwnerKey, request: Record<string, unknown>): Promise<Record<string, string>> {
  const { body } = await challenge(key, request);
  return {
    'x-owner-signature': await key.sign(String(body['message'])),
    'x-owner-message': String(body['messageBase64']),
    'x-owner-address': key.address,
  };
}

describe('the owner routes', () => {
  it.each([
    ['EVM', evmOwner()],
    ['Solana', solanaOwner()],
  ])('take an owner with a key for %s from being named to being removed', async (_chain, key) => {
    const walletId = await addWallet(
      { temporary: { database: daemon.database, file: '', drop: async () => undefined }, clock: daemon.clock },
      { chain: key.chain },
    );
    const owner = `/v1/wallets/${walletId}/owner`;
    const named = await master('PUT', owner, { owner_address: key.address, approval_method: 'rest' });
    expect(named).toMatchObject({
      status: 200,
      body: {
        id: walletId,
        ownerAddress: key.address,
        ownerState: 'GRACE',
        ownerVerified: false,
        approvalMethod: 'rest',
        warning: null,
      },
    });

    const headers = await owned(key, { action: 'verify', walletId });
    const verified = await daemon.call(`${owner}/verify`, { method: 'POST', headers });
    expect(verified).toEqual({ status: 200, body: { ownerState: 'LOCKED', ownerAddress: key.address, ownerVerified: true } });
    expect(await daemon.call(`${owner}/verify`, { method: 'POST', headers })).toMatchObject({
      status: 401,
      body: { code: 'INVALID_NONCE' },
    });
    expect(await master('PUT', owner, { owner_address: key.address })).toMatchObject({
      status: 409,
      body: { code: 'OWNER_ALREADY_CONNECTED' },
    });

    expect(await master('DELETE', owner)).toMatchObject({
      status: 202,
      body: { ownerState: 'LOCKED', ownerRemovalAt: expect.any(Number) },
    });
    const keep = await owned(key, { action: 'keep-owner', walletId });
    expect(await daemon.call(`${owner}/keep`, { method: 'POST', headers: keep })).toEqual({
      status: 200,
      body: { ownerState: 'LOCKED', ownerRemovalAt: null },
    });
    const removed = await master('DELETE', owner, undefined, await owned(key, { action: 'remove-owner', walletId }));
    expect(removed).toEqual({ status: 200, body: { ownerState: 'NONE' } });
  });

  it('answer a challenge with its base64 and refuse what the body may not hold', async () => {
    const key = evmOwner();
    const walletId = await walletOf(key);
    const issued = await challenge(key, { action: 'verify', walletId });
    expect(issued.status).toBe(201);
    expect(Buffer.from(String(issued.body['messageBase64']), 'base64').toString()).toBe(issued.body['message']);
    expect(Object.keys(issued.body).sort()).toEqual(['expiresAt', 'message', 'messageBase64', 'nonce']);
    for (const body of [
      { action: 'steal' },
      { action: 'verify', walletId, extra: 1 },
      { action: 'verify', walletId: 'x' },
      { action: 'verify', walletId: null },
    ]) {
      expect(await challenge(key, body)).toMatchObject({ status: 400, body: { code: 'VALIDATION_FAILED' } });
    }
    expect(await challenge(key, { action: 'loosen', walletId })).toMatchObject({ status: 400 });
  });

  it('refuse a signature over the bare nonce of older clients, and say where challenges are', async () => {
    const key = evmOwner();
    const walletId = await walletOf(key);
    const { body } = await daemon.call('/v1/nonce');
    const nonce = String(body['nonce']);
    const headers = { 'x-owner-signature': await key.sign(nonce), 'x-owner-message': nonce, 'x-owner-address': key.address };
    const answer = await daemon.call(`/v1/wallets/${walletId}/owner/verify`, { method: 'POST', headers });
    expect(answer).toMatchObject({
      status: 401,
      body: { code: 'INVALID_NONCE', hint: expect.stringContaining('/v1/owner/challenge') },
    });
  });

  it.each(['/v1/owner/kill-switch', '/v1/admin/kill-switch'])('freeze by %s the wallets of this owner alone', async (route) => {
    const key = evmOwner();
    const [mine, other] = [await walletOf(key, 'LOCKED'), await walletOf(evmOwner(), 'LOCKED')];
    const frozen = await daemon.call(route, { method: 'POST', headers: await owned(key, { action: 'freeze' }) });
    expect(frozen).toEqual({ status: 200, body: { state: 'SUSPENDED', activatedAt: daemon.clock.nowSeconds() } });
    expect((await master('GET', `/v1/wallets/${mine}`)).body).toMatchObject({ status: 'SUSPENDED' });
    expect((await master('GET', `/v1/wallets/${other}`)).body).toMatchObject({ status: 'ACTIVE' });
    expect((await daemon.call('/v1/admin/kill-switch')).body).toMatchObject({ state: 'ACTIVE' });

    expect(await master('POST', `/v1/wallets/${mine}/resume`)).toMatchObject({ status: 403, body: { code: 'OWNER_REQUIRED' } });
    const resumed = await daemon.call(`/v1/wallets/${mine}/resume`, {
      method: 'POST',
      headers: await owned(key, { action: 'resume', walletId: mine }),
    });
    expect(resumed).toMatchObject({ status: 200, body: { status: 'ACTIVE' } });
  });
});

describe('the admin routes', () => {
  it('activate, escalate and recover the kill switch', async () => {
    const activated = await master('POST', '/v1/admin/kill-switch');
    expect(activated).toMatchObject({ status: 200, body: { state: 'SUSPENDED' } });
    expect((await daemon.call('/v1/admin/kill-switch')).body).toEqual({
      state: 'SUSPENDED',
      activatedAt: activated.body['activatedAt'],
      activatedBy: 'master',
    });
    expect(await master('POST', '/v1/admin/kill-switch')).toMatchObject({ status: 409, body: { code: 'KILL_SWITCH_ACTIVE' } });
    expect(await master('POST', '/v1/wallets', { name: 'w' })).toMatchObject({ status: 503, body: { code: 'SYSTEM_LOCKED' } });
    expect(await master('POST', '/v1/admin/kill-switch/escalate')).toMatchObject({ status: 200, body: { state: 'LOCKED' } });
    const ignored = { ownerSignature: 's', ownerAddress: 'a', chain: 'solana', message: 'm' };
    const recovered = await master('POST', '/v1/admin/recover', { resumeWallets: true, ...ignored });
    expect(recovered).toMatchObject({
      status: 200,
      body: { state: 'ACTIVE', recoveredAt: expect.any(Number), walletsResumed: expect.any(Number) },
    });
    expect(await master('POST', '/v1/admin/recover', {})).toMatchObject({
      status: 409,
      body: { code: 'KILL_SWITCH_NOT_ACTIVE' },
    });
  });

  it('obey the FREEZE file and recover from it', async () => {
    writeFileSync(path.join(daemon.dataDirectory, 'FREEZE'), '');
    await expect.poll(async () => (await daemon.call('/v1/admin/kill-switch')).body['state']).toBe('SUSPENDED');
    expect(await master('POST', '/v1/admin/recover', { resumeWallets: true })).toMatchObject({ status: 200 });
  });

  it('read and change settings', async () => {
    const changed = await master('PUT', '/v1/admin/settings', {
      settings: [{ key: 'policy.default_delay_seconds', value: 120 }],
    });
    expect(changed).toMatchObject({ status: 200, body: { updated: 1, settings: { policy: { default_delay_seconds: 120 } } } });
    expect((await master('GET', '/v1/admin/settings')).body).toMatchObject({ policy: { default_delay_seconds: 120 } });
    const pinned = await master('PUT', '/v1/admin/settings', { settings: [{ key: 'security.rate_limit_login_rpm', value: 5 }] });
    expect(pinned).toMatchObject({ status: 400, body: { details: { issues: [{ path: 'settings.0.key', code: 'pinned' }] } } });
    expect((await master('GET', '/v1/admin/settings/schema')).body).toMatchObject({ settings: expect.any(Array) });
    expect((await master('GET', '/v1/admin/settings/schema?grouped=true')).body).toMatchObject({ categories: expect.any(Array) });
  });

  it('report the status', async () => {
    const { status, body } = await master('GET', '/v1/admin/status');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: 'running',
      killSwitchState: 'ACTIVE',
      autoProvisioned: true,
      checks: expect.any(Array),
    });
  });

  it('rotate the token secret once, and not again within 300 seconds', async () => {
    expect(await master('POST', '/v1/admin/rotate-secret')).toMatchObject({
      status: 200,
      body: { rotatedAt: daemon.clock.nowSeconds() },
    });
    expect(await master('POST', '/v1/admin/rotate-secret')).toMatchObject({ status: 429, body: { code: 'ROTATION_TOO_RECENT' } });
  });

  it('let nobody in without the master password', async () => {
    for (const [method, route] of [
      ['GET', '/v1/admin/status'],
      ['PUT', '/v1/admin/settings'],
      ['POST', '/v1/admin/recover'],
      ['POST', '/v1/admin/shutdown'],
      ['PUT', '/v1/admin/master-password'],
    ] as const) {
      expect(await daemon.call(route, { method })).toMatchObject({ status: 401, body: { code: 'INVALID_MASTER_PASSWORD' } });
    }
  });

  // Last, since the others use the first password.
  it('change the master password, and the old one opens nothing any more', async () => {
    const change = { newPassword: 'another long password' };
    expect(await master('PUT', '/v1/admin/master-password', { newPassword: 'short' })).toMatchObject({ status: 400 });
    expect(await master('PUT', '/v1/admin/master-password', change)).toMatchObject({
      status: 200,
      body: { walletsReEncrypted: 0 },
    });
    const after = await daemon.call('/v1/admin/status', { password: change.newPassword });
    expect(after).toMatchObject({ status: 200, body: { autoProvisioned: false } });
    expect((await daemon.call('/v1/admin/status', { password: FIRST_PASSWORD })).status).toBe(401);
  });
});
