import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { evmOwner, type OwnerKey, solanaOwner } from '../../../test/owners/owner-keys.js';
import {
  addWallet,
  ask,
  CLIENT,
  onTransaction,
  onWallet,
  type OwnersFixture,
  ownersFixture,
  signedHeaders,
} from '../../../test/owners/owners-fixture.js';

let fixture: OwnersFixture;
let owner: OwnerKey;
let walletId: string;

beforeEach(async () => {
  fixture = await ownersFixture();
  owner = evmOwner();
  walletId = await addWallet(fixture, { owner });
});
afterEach(async () => fixture.temporary.drop());

const walletRow = async (id = walletId) => fixture.temporary.database.client.wallet.findUniqueOrThrow({ where: { id } });
const auditTypes = async () => (await fixture.audit.list({}, { limit: 200 })).map((row) => row.eventType);

describe('a signed challenge', () => {
  it('proves an EVM owner and carries exactly what its text covers', async () => {
    const facts = fixture.subject.add(walletId, 'ethereum-sepolia');
    const { message, requestHash, policySetVersion } = await ask(fixture, owner, {
      action: 'approve',
      transactionId: facts.transactionId,
    });
    const proof = await fixture.proofs.verify(await signedHeaders(owner, message), onTransaction('approve', facts.transactionId));
    expect({ requestHash, policySetVersion }).toEqual({ requestHash: facts.requestHash, policySetVersion: 3 });
    expect(proof).toMatchObject({
      action: 'approve',
      address: owner.address,
      walletId,
      transactionId: facts.transactionId,
      cover: { requestHash: facts.requestHash, operations: ['TRANSFER 1'], usdMicros: '1500000', policySetVersion: 3 },
    });
  });

  it.each(['base58', 'base64'] as const)('proves a Solana owner whose signature is %s', async (encoding) => {
    const key = solanaOwner(encoding);
    const id = await addWallet(fixture, { owner: key });
    const { message } = await ask(fixture, key, { action: 'verify', walletId: id });
    await expect(fixture.proofs.verify(await signedHeaders(key, message), onWallet('verify', id))).resolves.toMatchObject({
      address: key.address,
    });
  });

  it('proves a Solana owner by the one-line text sent as it is, without naming an address', async () => {
    const key = solanaOwner();
    const id = await addWallet(fixture, { owner: key });
    const { message } = await ask(fixture, key, { action: 'verify', walletId: id, format: 'line' });
    const headers = await signedHeaders(key, message, { message, address: undefined });
    await expect(fixture.proofs.verify(headers, onWallet('verify', id))).resolves.toMatchObject({ walletId: id });
  });

  it('moves the owner from GRACE to LOCKED once and pins kind and removal delay', async () => {
    const mainnet = await addWallet(fixture, { owner, environment: 'mainnet' });
    for (const id of [mainnet, walletId]) {
      for (const action of ['keep-owner', 'verify'] as const) {
        const { message } = await ask(fixture, owner, { action, walletId: id });
        await fixture.proofs.verify(await signedHeaders(owner, message), onWallet(action, id));
      }
    }
    expect(await walletRow()).toMatchObject({ ownerState: 'LOCKED', ownerKind: 'eoa', ownerRemovalDelay: 259_200 });
    expect((await auditTypes()).filter((type) => type === 'OWNER_VERIFIED')).toHaveLength(2);
  });

  it('never pins less than a day on mainnet', async () => {
    const short = await ownersFixture({ 'security.owner_removal_delay_seconds': 60 });
    try {
      const delays = [];
      for (const environment of ['mainnet', 'testnet'] as const) {
        const id = await addWallet(short, { owner, environment });
        const { message } = await ask(short, owner, { action: 'verify', walletId: id });
        await short.proofs.verify(await signedHeaders(owner, message), onWallet('verify', id));
        delays.push((await short.temporary.database.client.wallet.findUniqueOrThrow({ where: { id } })).ownerRemovalDelay);
      }
      expect(delays).toEqual([86_400, 60]);
    } finally {
      await short.temporary.drop();
    }
  });

  it('leaves the owner in GRACE when it only freezes', async () => {
    const { message } = await ask(fixture, owner, { action: 'freeze' });
    await fixture.proofs.verify(await signedHeaders(owner, message), { action: 'freeze' });
    expect((await walletRow()).ownerState).toBe('GRACE');
  });
});

describe('a challenge is good for one use', () => {
  it('passes exactly one of ten equal requests at once', async () => {
    const { message } = await ask(fixture, owner, { action: 'verify', walletId });
    const headers = await signedHeaders(owner, message);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10 }, () => fixture.proofs.verify(headers, onWallet('verify', walletId))),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'INVALID_NONCE' });
    }
  });

  it('is burnt by a wrong signature before the right one comes', async () => {
    const { message } = await ask(fixture, owner, { action: 'verify', walletId });
    const wrong = await signedHeaders(evmOwner(), message, { address: owner.address });
    await expect(fixture.proofs.verify(wrong, onWallet('verify', walletId))).rejects.toMatchObject({ code: 'INVALID_SIGNATURE' });
    const right = await signedHeaders(owner, message);
    await expect(fixture.proofs.verify(right, onWallet('verify', walletId))).rejects.toMatchObject({ code: 'INVALID_NONCE' });
    expect((await walletRow()).ownerState).toBe('GRACE');
    expect(await auditTypes()).toContain('OWNER_AUTH_FAILED');
  });

  it('is burnt by a text altered by one byte, even when that text is signed', async () => {
    const { message } = await ask(fixture, owner, { action: 'verify', walletId });
    const altered = message.replace('VERIFY that', 'VERIFY thaT');
    const headers = await signedHeaders(owner, altered);
    await expect(fixture.proofs.verify(headers, onWallet('verify', walletId))).rejects.toMatchObject({
      code: 'INVALID_SIGNATURE',
    });
    await expect(fixture.proofs.verify(await signedHeaders(owner, message), onWallet('verify', walletId))).rejects.toMatchObject({
      code: 'INVALID_NONCE',
    });
  });

  it('ends after 300 seconds', async () => {
    const { message, expiresAt } = await ask(fixture, owner, { action: 'verify', walletId, expiresInSeconds: 3600 });
    expect(expiresAt).toBe(fixture.clock.nowSeconds() + 300);
    fixture.clock.advance(300);
    const headers = await signedHeaders(owner, message);
    await expect(fixture.proofs.verify(headers, onWallet('verify', walletId))).rejects.toMatchObject({ code: 'INVALID_NONCE' });
  });
});

describe('a challenge is good for one act', () => {
  it('is refused for another action, another request and another wallet, and stays good for its own', async () => {
    const first = fixture.subject.add(walletId, 'ethereum-sepolia');
    const second = fixture.subject.add(walletId, 'ethereum-sepolia');
    const { message } = await ask(fixture, owner, { action: 'approve', transactionId: first.transactionId });
    const headers = await signedHeaders(owner, message);
    const others = [
      onTransaction('approve', second.transactionId),
      onTransaction('reject', first.transactionId),
      onWallet('approve', walletId),
      onWallet('verify', walletId),
      { action: 'freeze' as const },
    ];
    for (const act of others) await expect(fixture.proofs.verify(headers, act)).rejects.toMatchObject({ code: 'INVALID_NONCE' });
    await expect(fixture.proofs.verify(headers, onTransaction('approve', first.transactionId))).resolves.toBeDefined();
  });

  it('is refused when the header names another address', async () => {
    const { message } = await ask(fixture, owner, { action: 'verify', walletId });
    const headers = await signedHeaders(owner, message, { address: evmOwner().address });
    await expect(fixture.proofs.verify(headers, onWallet('verify', walletId))).rejects.toMatchObject({
      code: 'OWNER_ADDRESS_MISMATCH',
    });
  });

  it('takes the address in any spelling that means it', async () => {
    const { message } = await ask(fixture, owner, { action: 'verify', walletId, address: owner.address.toLowerCase() });
    const headers = await signedHeaders(owner, message, { address: owner.address.toLowerCase() });
    await expect(fixture.proofs.verify(headers, onWallet('verify', walletId))).resolves.toMatchObject({ address: owner.address });
  });

  it('is refused once the wallet has another owner or none', async () => {
    const data = [{ ownerAddress: evmOwner().address }, { ownerAddress: null, ownerState: 'NONE' }];
    const codes = ['OWNER_ADDRESS_MISMATCH', 'OWNER_NOT_CONNECTED'];
    for (const [index, columns] of data.entries()) {
      const id = await addWallet(fixture, { owner });
      const { message } = await ask(fixture, owner, { action: 'verify', walletId: id });
      await fixture.temporary.database.transaction((tx) => tx.wallet.update({ where: { id }, data: columns }));
      const headers = await signedHeaders(owner, message);
      await expect(fixture.proofs.verify(headers, onWallet('verify', id))).rejects.toMatchObject({ code: codes[index] });
    }
  });
});

describe('headers that are no challenge', () => {
  const NONCE = 'ab'.repeat(32);
  const own = `wallet.example.org wants you to sign in\n\nNonce: ${NONCE}\n`;
  const b64 = (text: string | Buffer) => Buffer.from(text).toString('base64');

  it.each([
    ['no message', { message: undefined }, 'INVALID_SIGNATURE'],
    ['an empty signature', { signature: '' }, 'INVALID_SIGNATURE'],
    ['a message over 6 KiB', { message: 'x '.repeat(3073) }, 'INVALID_SIGNATURE'],
    ['a signature over 6 KiB', { signature: 'x'.repeat(6145) }, 'INVALID_SIGNATURE'],
    ['base64 that is no UTF-8', { message: b64(Buffer.from([0xff, 0xfe, 0xfd])) }, 'INVALID_SIGNATURE'],
    ['a bare nonce', { message: NONCE }, 'INVALID_NONCE'],
    ['a bare nonce in base64', { message: b64(NONCE) }, 'INVALID_NONCE'],
    ['a text of the client', { message: b64(own) }, 'INVALID_NONCE'],
  ])('are refused with the way to a challenge: %s', async (_case, over, code) => {
    const headers = await signedHeaders(owner, own, over);
    await expect(fixture.proofs.verify(headers, onWallet('verify', walletId))).rejects.toMatchObject({
      code,
      hint: expect.stringContaining('POST /v1/owner/challenge'),
    });
  });

  it('are refused unread after ten failures in a minute, but never for a freeze', async () => {
    const { message } = await ask(fixture, owner, { action: 'verify', walletId });
    const good = await signedHeaders(owner, message);
    const bad = { ...good, message: b64(own) };
    for (let failure = 0; failure < 10; failure += 1) {
      await expect(fixture.proofs.verify(bad, onWallet('verify', walletId))).rejects.toMatchObject({ code: 'INVALID_NONCE' });
    }
    await expect(fixture.proofs.verify(good, onWallet('verify', walletId))).rejects.toMatchObject({
      code: 'RATE_LIMITED',
      retryAfterSeconds: 60,
    });
    await expect(
      fixture.proofs.verify({ ...good, clientAddress: '10.0.0.9', message: b64(own) }, onWallet('verify', walletId)),
    ).rejects.toMatchObject({ code: 'INVALID_NONCE' });

    const freeze = await ask(fixture, owner, { action: 'freeze' });
    await expect(fixture.proofs.verify(await signedHeaders(owner, freeze.message), { action: 'freeze' })).resolves.toBeDefined();
    fixture.clock.advance(61);
    await expect(fixture.proofs.verify(good, onWallet('verify', walletId))).resolves.toMatchObject({ address: owner.address });
    expect((await fixture.audit.list({}, { limit: 1 }))[0]?.ipAddress).toBe(CLIENT);
  });
});
