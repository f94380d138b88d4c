import { hashMessage } from 'viem';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { evmOwner, type OwnerKey } from '../../../test/owners/owner-keys.js';
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

const HERE = 'ethereum-sepolia';
const ELSEWHERE = 'base-sepolia';
const CODE = `0x${'c0'.repeat(32)}`;
const OTHER_CODE = `0x${'0d'.repeat(32)}`;
/** What the contract takes for its own: longer than the signature of one key. */
const TOGETHER = `0x${'5a'.repeat(130)}`;
const REFUSED = { code: 'INVALID_SIGNATURE' };

let fixture: OwnersFixture;
let safe: OwnerKey;
let walletId: string;

beforeEach(async () => {
  fixture = await ownersFixture();
  safe = { ...evmOwner(), sign: () => Promise.resolve(TOGETHER) };
  walletId = await addWallet(fixture, { owner: safe });
  standsOn(HERE);
});
afterEach(async () => fixture.temporary.drop());

function standsOn(network: typeof HERE | typeof ELSEWHERE, codeHash = CODE): void {
  fixture.chains.on(network).contracts.add(safe.address);
  fixture.chains.judges.set(`${network} ${safe.address}`, { codeHash, takes: (_, signature) => signature === TOGETHER });
}

async function sign(request: Parameters<typeof ask>[2], key = safe) {
  const { message } = await ask(fixture, key, request);
  const { action, transactionId } = request;
  const expected = transactionId === undefined ? onWallet(action, request.walletId ?? '') : onTransaction(action, transactionId);
  return fixture.proofs.verify(
    await signedHeaders(key, message),
    request.walletId === undefined && transactionId === undefined ? { action } : expected,
  );
}

const verify = async (network: string = HERE, id = walletId) => sign({ action: 'verify', walletId: id, network });
const walletRow = async (id = walletId) => fixture.temporary.database.client.wallet.findUniqueOrThrow({ where: { id } });

describe('an owner that is a contract', () => {
  it('is pinned by a verify challenge that names its network, with the code that stands there', async () => {
    expect(await verify()).toMatchObject({ address: safe.address, contractNetwork: HERE });
    expect(await walletRow()).toMatchObject({
      ownerState: 'LOCKED',
      ownerKind: 'contract',
      ownerNetwork: HERE,
      ownerCodeHash: CODE,
    });
    const [row] = await fixture.audit.list({ eventType: 'OWNER_VERIFIED' }, { limit: 1 });
    expect(JSON.parse(row?.details ?? '')).toMatchObject({ ownerKind: 'contract', ownerNetwork: HERE, ownerCodeHash: CODE });
  });

  it('is asked about the EIP-191 hash of the very text', async () => {
    const asked: string[] = [];
    fixture.chains.judges.set(`${HERE} ${safe.address}`, {
      codeHash: CODE,
      takes: (digest) => asked.push(digest) > 0,
    });
    const { message } = await ask(fixture, safe, { action: 'verify', walletId, network: HERE });
    await fixture.proofs.verify(await signedHeaders(safe, message), onWallet('verify', walletId));
    expect(asked).toEqual([hashMessage(message)]);
  });

  it('proves nothing where no network was named, nor by another act before it is pinned', async () => {
    await expect(sign({ action: 'verify', walletId })).rejects.toMatchObject(REFUSED);
    const { transactionId } = fixture.subject.add(walletId, HERE);
    await expect(sign({ action: 'approve', transactionId })).rejects.toMatchObject(REFUSED);
    await expect(sign({ action: 'keep-owner', walletId, network: HERE })).rejects.toMatchObject(REFUSED);
    expect(await walletRow()).toMatchObject({ ownerState: 'GRACE', ownerKind: null });
  });

  it('does not answer for itself from another network, where somebody else may have its address', async () => {
    await verify();
    fixture.chains.judges.delete(`${HERE} ${safe.address}`);
    standsOn(ELSEWHERE);
    const { transactionId } = fixture.subject.add(walletId, ELSEWHERE);
    await expect(sign({ action: 'approve', transactionId })).rejects.toMatchObject(REFUSED);
    await expect(sign({ action: 'keep-owner', walletId, network: ELSEWHERE })).rejects.toMatchObject(REFUSED);
    await expect(verify(ELSEWHERE)).rejects.toMatchObject(REFUSED);
  });

  it('approves requests on any network by its signature where it stands', async () => {
    await verify();
    const { transactionId } = fixture.subject.add(walletId, ELSEWHERE);
    expect(await sign({ action: 'approve', transactionId })).toMatchObject({ transactionId, contractNetwork: HERE });
  });

  it('is refused once other code stands at its address, with what to do about it', async () => {
    await verify();
    standsOn(HERE, OTHER_CODE);
    await expect(sign({ action: 'keep-owner', walletId })).rejects.toMatchObject({
      ...REFUSED,
      hint: expect.stringContaining('not the one that was verified') as string,
    });
  });

  it('is no owner by a key: a contract pinned once never becomes one', async () => {
    const key = evmOwner();
    const id = await addWallet(fixture, { owner: key });
    safe = { ...key, sign: () => Promise.resolve(TOGETHER) };
    standsOn(HERE);
    await verify(HERE, id);
    await expect(sign({ action: 'keep-owner', walletId: id }, key)).rejects.toMatchObject(REFUSED);
  });

  it('cannot be heard while its network cannot be asked, which is nobody’s failed try', async () => {
    await verify();
    fixture.chains.on(HERE).isDown = true;
    for (let tries = 0; tries < 11; tries += 1) {
      await expect(sign({ action: 'keep-owner', walletId })).rejects.toMatchObject({ code: 'ADAPTER_NOT_AVAILABLE' });
    }
  });
});

describe('an owner with a key', () => {
  it('is pinned as a key, and no chain is asked, whatever network was named', async () => {
    const key = evmOwner();
    const id = await addWallet(fixture, { owner: key });
    fixture.chains.on(HERE).isDown = true;
    await sign({ action: 'verify', walletId: id, network: HERE }, key);
    expect(await walletRow(id)).toMatchObject({ ownerKind: 'eoa', ownerNetwork: null, ownerCodeHash: null });
  });

  it('is not outvoted by a contract that appears at its address', async () => {
    const key = evmOwner();
    const id = await addWallet(fixture, { owner: key });
    await sign({ action: 'verify', walletId: id }, key);
    safe = { ...key, sign: () => Promise.resolve(TOGETHER) };
    standsOn(HERE);
    await expect(sign({ action: 'keep-owner', walletId: id, network: HERE })).rejects.toMatchObject(REFUSED);
    await expect(verify(HERE, id)).rejects.toMatchObject(REFUSED);
  });
});

describe('an act on all wallets of a contract owner', () => {
  it('takes its word on every network where it is pinned', async () => {
    const other = await addWallet(fixture, { owner: safe });
    standsOn(ELSEWHERE);
    await verify();
    await verify(ELSEWHERE, other);
    expect(await sign({ action: 'freeze' })).toMatchObject({ address: safe.address });
    fixture.chains.judges.delete(`${ELSEWHERE} ${safe.address}`);
    await expect(sign({ action: 'freeze' })).rejects.toMatchObject(REFUSED);
    await expect(sign({ action: 'login' })).rejects.toMatchObject(REFUSED);
  });
});

describe('the life of a challenge', () => {
  const lifeOf = async (request: Parameters<typeof ask>[2], key = safe): Promise<number> => {
    const { expiresAt } = await ask(fixture, key, { expiresInSeconds: 3600, ...request });
    return expiresAt - fixture.clock.nowSeconds();
  };

  it('is long enough for several signers of a contract, before and after it is pinned', async () => {
    expect(await lifeOf({ action: 'verify', walletId, network: HERE })).toBe(3600);
    await verify();
    expect(await lifeOf({ action: 'keep-owner', walletId })).toBe(3600);
    expect(await lifeOf({ action: 'freeze' })).toBe(3600);
    expect(await lifeOf({ action: 'freeze', expiresInSeconds: 900 })).toBe(900);
    expect((await ask(fixture, safe, { action: 'freeze' })).expiresAt - fixture.clock.nowSeconds()).toBe(300);
  });

  it('is five minutes for a key, and for a contract on a network nobody named', async () => {
    const key = evmOwner();
    const id = await addWallet(fixture, { owner: key });
    expect(await lifeOf({ action: 'verify', walletId: id, network: HERE }, key)).toBe(300);
    expect(await lifeOf({ action: 'verify', walletId })).toBe(300);
  });

  it('names the network of a pinned contract where the act has none of its own', async () => {
    standsOn(ELSEWHERE);
    await verify(ELSEWHERE);
    const { message } = await ask(fixture, safe, { action: 'keep-owner', walletId, clientAddress: CLIENT });
    expect(message).toContain('Chain ID: 84532');
  });
});

describe('the answer to verify', () => {
  it('warns where one endpoint alone vouches for a contract', async () => {
    const proof = await verify();
    expect(fixture.owners.warningAbout(proof)).toContain(HERE);
    const key = evmOwner();
    const id = await addWallet(fixture, { owner: key });
    expect(fixture.owners.warningAbout(await sign({ action: 'verify', walletId: id }, key))).toBeUndefined();
  });
});
