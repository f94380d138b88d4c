import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evmOwner, type OwnerKey } from '../../../test/owners/owner-keys.js';
import { NO_CEILING } from '../../../test/signer/no-ceiling.js';
import { type Answer, FIRST_PASSWORD, startWholeDaemon, type WholeDaemon } from '../../../test/whole-daemon.js';

const OPEN = NO_CEILING;

let daemon: WholeDaemon;
beforeAll(async () => {
  daemon = await startWholeDaemon({ hasRealSigner: true });
  // The signer goes by its own clock.
  daemon.clock.advance(Math.floor(Date.now() / 1000) - daemon.clock.nowSeconds());
});
afterAll(() => daemon.close());

const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
  daemon.call(path, { method, headers, password: FIRST_PASSWORD, ...(body === undefined ? {} : { body }) });

async function newWallet(chain = 'ethereum'): Promise<string> {
  const { body } = await call('POST', '/v1/wallets', { name: 'held', chain, createSession: false });
  return String(body['id']);
}

const put = (id: string, body: unknown, headers?: Record<string, string>): Promise<Answer> =>
  call('PUT', `/v1/wallets/${id}/ceiling`, body, headers);

async function shown(id: string): Promise<unknown> {
  return (await call('GET', `/v1/wallets/${id}`)).body['ceiling'];
}

async function signed(key: OwnerKey, request: Record<string, unknown>): Promise<Record<string, string>> {
  const { body } = await call('POST', '/v1/owner/challenge', { address: key.address, chain: key.chain, ...request });
  return { 'x-owner-signature': await key.sign(String(body['message'])), 'x-owner-message': String(body['messageBase64']) };
}

async function own(walletId: string, key: OwnerKey): Promise<void> {
  await call('PUT', `/v1/wallets/${walletId}/owner`, { owner_address: key.address });
  await daemon.call(`/v1/wallets/${walletId}/owner/verify`, {
    method: 'POST',
    headers: await signed(key, { action: 'verify', walletId }),
  });
}

async function rowsOf(walletId: string): Promise<readonly { readonly severity: string; readonly details: unknown }[]> {
  const rows = await daemon.database.client.auditLog.findMany({ where: { walletId, eventType: 'KEY_CEILING_CHANGED' } });
  return rows.map(({ severity, details }) => ({ severity, details: JSON.parse(details) as unknown }));
}

describe('the ceiling of a key', { timeout: 60_000 }, () => {
  it('is open at first, lowered at once, shown with the wallet and sealed into its key', async () => {
    const id = await newWallet();
    expect(await shown(id)).toEqual(OPEN);
    const before = await daemon.database.client.sealedKey.findUniqueOrThrow({ where: { walletId: id } });
    const change = { maxNativePerSignature: '1000', chainIds: ['eip155:11155111'], kinds: ['evm-transaction'] };
    expect(await put(id, change)).toEqual({ status: 200, body: { ceiling: { ...OPEN, ...change } } });
    expect(await shown(id)).toEqual({ ...OPEN, ...change });
    const after = await daemon.database.client.sealedKey.findUniqueOrThrow({ where: { walletId: id } });
    expect(after.blob).not.toBe(before.blob);
    expect(await rowsOf(id)).toEqual([
      { severity: 'warning', details: { before: OPEN, after: { ...OPEN, ...change }, isRaised: false } },
    ]);
  });

  it('is raised by the master password of the request itself, and that is critical', async () => {
    const id = await newWallet('solana');
    await put(id, { maxNativePerDay: '10', signaturesPerMinute: 5 });
    const raised = await put(id, { maxNativePerDay: null, signaturesPerMinute: 4 });
    expect(raised.body['ceiling']).toEqual({ ...OPEN, signaturesPerMinute: 4 });
    expect((await rowsOf(id)).map(({ severity }) => severity)).toEqual(['warning', 'critical']);
  });

  it('is raised for a verified owner only with its signature over this very body', async () => {
    const [id, owner] = [await newWallet(), evmOwner()];
    await own(id, owner);
    expect((await put(id, { maxNativePerDay: '10' })).status).toBe(200);
    expect(await shown(id)).toMatchObject({ owner: owner.address, maxNativePerDay: '10' });
    const raise = { maxNativePerDay: '20' };
    expect(await put(id, raise)).toMatchObject({ status: 403, body: { code: 'OWNER_REQUIRED' } });
    const other = await signed(owner, { action: 'loosen', walletId: id, body: { maxNativePerDay: '30' } });
    expect(await put(id, raise, other)).toMatchObject({ status: 409, body: { code: 'APPROVAL_STALE' } });
    const consent = await signed(owner, { action: 'loosen', walletId: id, body: raise });
    expect(await put(id, raise, consent)).toMatchObject({ status: 200, body: { ceiling: { maxNativePerDay: '20' } } });
    expect((await put(id, { maxNativePerDay: '5' })).status).toBe(200);
    expect((await put(id, raise, consent)).status).toBe(401);
  });

  it('lets go of an owner who leaves by its own signature', async () => {
    const [id, owner] = [await newWallet(), evmOwner()];
    await own(id, owner);
    await put(id, { maxNativePerDay: '10' });
    const removal = await signed(owner, { action: 'remove-owner', walletId: id });
    expect((await call('DELETE', `/v1/wallets/${id}/owner`, undefined, removal)).status).toBe(200);
    expect(await shown(id)).toMatchObject({ owner: null });
    expect((await put(id, { maxNativePerDay: '20' })).status).toBe(200);
  });

  it('has the owner read what is raised', async () => {
    const [id, owner] = [await newWallet(), evmOwner()];
    await own(id, owner);
    const ask = (body: unknown) =>
      call('POST', '/v1/owner/challenge', { address: owner.address, chain: 'ethereum', action: 'loosen', walletId: id, body });
    const { body } = await ask({ maxNativePerDay: '20', chainIds: null });
    expect(String(body['message'])).toContain('RAISE what the key may sign to chainIds=any, maxNativePerDay=20 for wallet held');
    expect(String(body['message'])).toMatch(new RegExp(`^URI: http://127.0.0.1:[0-9]+/v1/wallets/${id}/ceiling$`, 'm'));
    expect(await ask({ maxNativePerYear: '20' })).toMatchObject({ status: 400, body: { code: 'VALIDATION_FAILED' } });
    expect(await ask({})).toMatchObject({ status: 400, body: { code: 'VALIDATION_FAILED' } });
  });

  it.each([
    [{}, ''],
    [{ maxNativePerDay: '01' }, 'maxNativePerDay'],
    [{ maxNativePerDay: 5 }, 'maxNativePerDay'],
    [{ maxFeePerSignature: '-1' }, 'maxFeePerSignature'],
    [{ signaturesPerMinute: 1.5 }, 'signaturesPerMinute'],
    [{ chainIds: ['eip155:1'] }, 'chainIds'],
    [{ chainIds: ['ethereum-sepolia'] }, 'chainIds'],
    [{ kinds: ['solana-message'] }, 'kinds'],
    [{ kinds: ['anything'] }, 'kinds'],
    [{ owner: null }, 'owner'],
  ])('refuses %j by its member', async (change, path) => {
    const id = await newWallet();
    const { status, body } = await put(id, change);
    const { issues } = body['details'] as { readonly issues: readonly { readonly path: string }[] };
    expect([status, issues.map((issue) => issue.path)]).toEqual([400, [path]]);
    expect(await shown(id)).toEqual(OPEN);
  });

  it('names no networks on Solana, whose messages name none', async () => {
    expect(await put(await newWallet('solana'), { chainIds: [] })).toMatchObject({ status: 400 });
  });
});
