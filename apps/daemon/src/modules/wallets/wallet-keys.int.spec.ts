import { readFileSync } from 'node:fs';
import path from 'node:path';
import { base58 } from '@scure/base';
import nacl from 'tweetnacl';
import { generatePrivateKey, mnemonicToAccount, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evmOwner, type OwnerKey } from '../../../test/owners/owner-keys.js';
import { type Answer, FIRST_PASSWORD, startWholeDaemon, type WholeDaemon } from '../../../test/whole-daemon.js';

const PHRASE = 'test test test test test test test test test test test junk';
const PASSPHRASE = 'a passphrase of my own';

let daemon: WholeDaemon;
beforeAll(async () => {
  daemon = await startWholeDaemon({ hasRealSigner: true });
});
afterAll(() => daemon.close());

const post = (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
  daemon.call(path, { method: 'POST', body, headers, password: FIRST_PASSWORD });
const importing = (body: Record<string, unknown>): Promise<Answer> => post('/v1/wallets/import', { name: 'moved in', ...body });

function evmKey() {
  const secret = generatePrivateKey();
  return {
    hex: secret,
    base64: Buffer.from(secret.slice(2), 'hex').toString('base64'),
    address: privateKeyToAccount(secret).address,
  };
}

function solanaKey() {
  const { secretKey, publicKey } = nacl.sign.keyPair();
  return {
    base58: base58.encode(secretKey),
    hex: Buffer.from(secretKey.subarray(0, 32)).toString('hex'),
    base64: Buffer.from(secretKey).toString('base64'),
    json: JSON.stringify([...secretKey]),
    address: base58.encode(publicKey),
  };
}

async function importedEvm(): Promise<{ readonly id: string; readonly hex: string; readonly address: string }> {
  const { hex, address } = evmKey();
  const { body } = await importing({ chain: 'ethereum', secret: { format: 'hex', value: hex } });
  return { id: String(body['id']), hex, address };
}

/** Makes this key the verified owner of the wallet. */
async function own(walletId: string, key: OwnerKey): Promise<void> {
  await daemon.call(`/v1/wallets/${walletId}/owner`, {
    method: 'PUT',
    body: { owner_address: key.address },
    password: FIRST_PASSWORD,
  });
  const verified = await daemon.call(`/v1/wallets/${walletId}/owner/verify`, {
    method: 'POST',
    headers: await signed(key, { action: 'verify', walletId }),
  });
  expect(verified.status).toBe(200);
}

async function signed(key: OwnerKey, request: Record<string, unknown>): Promise<Record<string, string>> {
  const { body } = await daemon.call('/v1/owner/challenge', {
    method: 'POST',
    body: { address: key.address, chain: key.chain, ...request },
  });
  return {
    'x-owner-signature': await key.sign(String(body['message'])),
    'x-owner-message': String(body['messageBase64']),
    'x-owner-address': key.address,
  };
}

async function auditOf(walletId: string): Promise<readonly string[]> {
  const rows = await daemon.database.client.auditLog.findMany({ where: { walletId }, orderBy: { id: 'asc' } });
  return rows.map((row) => row.eventType);
}

describe('importing a key', () => {
  it.each(['hex', 'base64'] as const)('takes an EVM key in %s', async (format) => {
    const key = evmKey();
    const answer = await importing({ chain: 'ethereum', secret: { format, value: key[format] }, expectedAddress: key.address });
    expect(answer).toMatchObject({
      status: 201,
      body: { chain: 'ethereum', address: key.address, publicKey: key.address, session: null, policyPreset: 'testnet' },
    });
    expect(await auditOf(String(answer.body['id']))).toEqual(['WALLET_IMPORTED', 'POLICY_CREATED', 'POLICY_CREATED']);
  });

  it.each(['hex', 'base58', 'base64', 'keypair-json'] as const)('takes a Solana key in %s', async (format) => {
    const key = solanaKey();
    const value = format === 'keypair-json' ? key.json : key[format];
    const answer = await importing({ secret: { format, value }, expectedAddress: key.address, createSession: true });
    expect(answer).toMatchObject({
      status: 201,
      body: { chain: 'solana', address: key.address, session: { token: expect.any(String) } },
    });
  });

  it('takes a mnemonic with the usual path or another', async () => {
    for (const addressIndex of [0, 7]) {
      const derivationPath = `m/44'/60'/0'/0/${addressIndex}`;
      const secret = { format: 'mnemonic', value: PHRASE, ...(addressIndex === 0 ? {} : { derivationPath }) };
      const answer = await importing({ chain: 'ethereum', secret });
      expect(answer.body['address']).toBe(mnemonicToAccount(PHRASE, { addressIndex }).address);
    }
  });

  it('stores nothing of a key that gives another address', async () => {
    const before = await daemon.database.client.sealedKey.count();
    const refused = await importing({
      chain: 'ethereum',
      secret: { format: 'hex', value: evmKey().hex },
      expectedAddress: evmKey().address,
    });
    expect(refused).toMatchObject({ status: 400, body: { code: 'KEY_ADDRESS_MISMATCH' } });
    expect(
      await importing({ chain: 'ethereum', secret: { format: 'hex', value: evmKey().hex }, expectedAddress: '0x12' }),
    ).toMatchObject({ status: 400, body: { code: 'INVALID_ADDRESS' } });
    expect(await daemon.database.client.sealedKey.count()).toBe(before);
  });

  it('takes a key once, in whatever spelling and environment, and of two at once only one', async () => {
    const key = solanaKey();
    const answers = await Promise.all([
      importing({ secret: { format: 'base58', value: key.base58 } }),
      importing({ secret: { format: 'hex', value: key.hex }, environment: 'mainnet' }),
      importing({ secret: { format: 'keypair-json', value: key.json } }),
    ]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409, 409]);
    expect(answers.find((answer) => answer.status === 409)?.body).toMatchObject({ code: 'WALLET_ALREADY_EXISTS' });
    expect(await daemon.database.client.wallet.count({ where: { address: key.address } })).toBe(1);
  });

  it.each([
    ['hex of another length', { format: 'hex', value: 'ab'.repeat(31) }],
    ['zero', { format: 'hex', value: '00'.repeat(32) }],
    ['a number above the order of the curve', { format: 'hex', value: 'ff'.repeat(32) }],
    ['a keypair file', { format: 'keypair-json', value: JSON.stringify(Array(64).fill(1)) }],
    ['a phrase with a wrong checksum', { format: 'mnemonic', value: 'test '.repeat(12).trim() }],
    ['a path beside hex', { format: 'hex', value: evmKey().hex, derivationPath: "m/44'/60'/0'/0/0" }],
  ])('refuses as an EVM key: %s', async (_name, secret) => {
    expect(await importing({ chain: 'ethereum', secret })).toMatchObject({ status: 400, body: { code: 'INVALID_KEY_MATERIAL' } });
  });

  it('names the member of a body that is not shaped', async () => {
    const refused = await importing({ secret: { format: 'wif', value: 5, more: 1 } });
    const issues = (refused.body['details'] as { issues: { path: string }[] }).issues.map((issue) => issue.path);
    expect(refused.status).toBe(400);
    expect(new Set(issues)).toEqual(new Set(['secret.format', 'secret.value', 'secret.more']));
  });
});

describe('exporting a key', () => {
  it('gives back exactly what came in, and the evidence says who asked', async () => {
    const { id, hex, address } = await importedEvm();
    const answer = await post(`/v1/wallets/${id}/export`, { format: 'raw', confirm: address.slice(-6) });
    expect(answer).toEqual({ status: 200, body: { format: 'raw', address, secret: hex } });
    const row = await daemon.database.client.auditLog.findFirst({ where: { walletId: id, eventType: 'KEY_EXPORTED' } });
    expect(row).toMatchObject({ severity: 'critical', actor: 'master' });
    expect(JSON.parse(row?.details ?? '')).toEqual({ address, format: 'raw', isCoSigned: false });
  });

  it('seals it under a passphrase', async () => {
    const { id, hex, address } = await importedEvm();
    const { status, body } = await post(`/v1/wallets/${id}/export`, { format: 'encrypted', passphrase: PASSPHRASE });
    expect([status, body['format'], body['address']]).toEqual([200, 'encrypted', address]);
    expect(body['blob']).toMatch(new RegExp(`^wexport\\.1\\.ethereum\\.${address}\\.argon2id\\.`));
    expect(JSON.stringify(body)).not.toContain(hex.slice(2));
  });

  it('takes the member of its format and no other', async () => {
    const { id, address } = await importedEvm();
    const bodies = [
      { format: 'raw' },
      { format: 'raw', confirm: 'ffffff' },
      { format: 'raw', confirm: address.slice(-6), passphrase: PASSPHRASE },
      { format: 'encrypted' },
      { format: 'encrypted', passphrase: 'too short' },
      { format: 'encrypted', passphrase: PASSPHRASE, confirm: address.slice(-6) },
    ];
    for (const body of bodies) {
      expect([body, await post(`/v1/wallets/${id}/export`, body)]).toMatchObject([
        body,
        { status: 400, body: { code: 'VALIDATION_FAILED' } },
      ]);
    }
    expect(await auditOf(id)).not.toContain('KEY_EXPORTED');
  });

  it('needs the verified owner for exactly this body', async () => {
    const { id, address } = await importedEvm();
    const owner = evmOwner();
    await own(id, owner);
    const body = { format: 'raw', confirm: address.slice(-6) };
    expect(await post(`/v1/wallets/${id}/export`, body)).toMatchObject({ status: 403, body: { code: 'OWNER_REQUIRED' } });
    const encrypted = { format: 'encrypted', passphrase: PASSPHRASE };
    const forEncrypted = await signed(owner, { action: 'export', walletId: id, body: encrypted });
    expect(await post(`/v1/wallets/${id}/export`, body, forEncrypted)).toMatchObject({
      status: 409,
      body: { code: 'APPROVAL_STALE' },
    });
    const forTermination = await signed(owner, { action: 'terminate', walletId: id });
    expect((await post(`/v1/wallets/${id}/export`, body, forTermination)).status).toBe(401);
    expect(await auditOf(id)).not.toContain('KEY_EXPORTED');
    const headers = await signed(owner, { action: 'export', walletId: id, body });
    expect(await post(`/v1/wallets/${id}/export`, body, headers)).toMatchObject({ status: 200, body: { address } });
    expect((await post(`/v1/wallets/${id}/export`, body, headers)).status).toBe(401);
  });

  it('says to the owner whether the key leaves readable', async () => {
    const { id } = await importedEvm();
    const owner = evmOwner();
    await own(id, owner);
    const textFor = async (body: unknown): Promise<Answer> =>
      daemon.call('/v1/owner/challenge', {
        method: 'POST',
        body: { address: owner.address, chain: 'ethereum', action: 'export', walletId: id, body },
      });
    expect((await textFor({ format: 'raw' })).body['message']).toContain('EXPORT in plain text the private key of wallet');
    expect((await textFor({ format: 'encrypted' })).body['message']).toContain('EXPORT encrypted the private key of wallet');
    expect((await textFor({ format: 'other' })).status).toBe(400);
  });

  it('knows no wallet that is not there', async () => {
    const answer = await post('/v1/wallets/0198f1aa-0000-7000-8000-000000000009/export', { format: 'raw', confirm: 'abcdef' });
    expect(answer).toMatchObject({ status: 404, body: { code: 'WALLET_NOT_FOUND' } });
  });
});

it('writes no key, phrase or passphrase into the log, the chain, the events or any other row', async () => {
  const { id, hex, address } = await importedEvm();
  await post(`/v1/wallets/${id}/export`, { format: 'raw', confirm: address.slice(-6) });
  await post(`/v1/wallets/${id}/export`, { format: 'encrypted', passphrase: PASSPHRASE });
  await importing({ chain: 'ethereum', secret: { format: 'hex', value: hex.slice(0, -1) } });
  await importing({ chain: 'ethereum', secret: { format: hex, value: [hex] } });
  const stored = ['', '-wal'].map((side) =>
    readFileSync(`${path.join(daemon.dataDirectory, 'data', 'waiaas.db')}${side}`, 'latin1'),
  );
  for (const secret of [hex.slice(2), PASSPHRASE, PHRASE, FIRST_PASSWORD]) {
    expect(stored.join('')).not.toContain(secret);
    expect(daemon.log()).not.toContain(secret);
  }
  expect(stored.join('')).toContain(address);
});
