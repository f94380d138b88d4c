import { hashJson } from '@waiaas/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { evmOwner, type OwnerKey, solanaOwner } from '../../../test/owners/owner-keys.js';
import {
  addWallet,
  ask,
  CLIENT,
  onWallet,
  type OwnersFixture,
  ownersFixture,
  signedHeaders,
} from '../../../test/owners/owners-fixture.js';
import type { Actor, OwnerProof } from '../../common/auth/actor.js';

const UNKNOWN = '0198f0c1-0000-7000-8000-00000000dead';
const MASTER: Actor = { kind: 'master', via: 'header', clientAddress: CLIENT };

let fixture: OwnersFixture;
let owner: OwnerKey;

beforeEach(async () => {
  fixture = await ownersFixture();
  owner = evmOwner();
});
afterEach(async () => fixture.temporary.drop());

const walletRow = async (id: string) => fixture.temporary.database.client.wallet.findUniqueOrThrow({ where: { id } });
const declare = (id: string, ownerAddress: string, over: { approvalMethod?: string | null; walletType?: string | null } = {}) =>
  fixture.owners.declare(id, { ownerAddress, approvalMethod: undefined, walletType: undefined, ...over }, MASTER);
const auditTypes = async () => (await fixture.audit.list({}, { limit: 200 })).map((row) => row.eventType);

async function prove(
  id: string,
  action: 'verify' | 'remove-owner' | 'keep-owner',
  body?: Record<string, never>,
): Promise<OwnerProof> {
  const { message } = await ask(fixture, owner, { action, walletId: id, ...(body === undefined ? {} : { body }) });
  return fixture.proofs.verify(await signedHeaders(owner, message), onWallet(action, id));
}

describe('naming an owner', () => {
  it('stores it in checksummed form, unproven, and ends what waited for another', async () => {
    const id = await addWallet(fixture);
    await expect(declare(id, owner.address.toLowerCase())).resolves.toEqual({ replaced: false });
    expect(await walletRow(id)).toMatchObject({
      ownerAddress: owner.address,
      ownerState: 'GRACE',
      ownerChangedAt: BigInt(fixture.clock.nowSeconds()),
    });
    await expect(declare(id, evmOwner().address)).resolves.toEqual({ replaced: true });
    expect(fixture.openTransactions.expired).toEqual([id, id]);
    expect(await auditTypes()).toEqual(['OWNER_REGISTERED', 'OWNER_REGISTERED']);
  });

  it('keeps what is left out, clears what is null, and is no change of owner when the address stays', async () => {
    const id = await addWallet(fixture);
    await declare(id, owner.address, { approvalMethod: 'rest', walletType: 'ledger' });
    fixture.clock.advance(60);
    await declare(id, owner.address, { walletType: null });
    expect(await walletRow(id)).toMatchObject({
      approvalMethod: 'rest',
      walletType: null,
      ownerChangedAt: BigInt(fixture.clock.nowSeconds() - 60),
    });
    expect(fixture.openTransactions.expired).toEqual([id]);
  });

  it('voids the texts the old owner could still sign', async () => {
    const id = await addWallet(fixture, { owner });
    const { message } = await ask(fixture, owner, { action: 'verify', walletId: id });
    await declare(id, evmOwner().address);
    await declare(id, owner.address);
    const headers = await signedHeaders(owner, message);
    await expect(fixture.proofs.verify(headers, onWallet('verify', id))).rejects.toMatchObject({ code: 'INVALID_NONCE' });
  });

  it('refuses a proven owner, an address of another chain, a wrong checksum and the wallet itself', async () => {
    const locked = await addWallet(fixture, { owner, state: 'LOCKED' });
    await expect(declare(locked, owner.address)).rejects.toMatchObject({ code: 'OWNER_ALREADY_CONNECTED' });
    const free = await addWallet(fixture);
    const flipped = owner.address.replace(/[a-f]/, (letter) => letter.toUpperCase());
    const { address: own } = await walletRow(free);
    for (const address of [solanaOwner().address, flipped === owner.address ? '0x' : flipped, own]) {
      await expect(declare(free, address)).rejects.toMatchObject({ code: 'INVALID_ADDRESS' });
    }
    const self = await addWallet(fixture);
    await fixture.temporary.database.transaction((tx) =>
      tx.wallet.update({ where: { id: self }, data: { address: owner.address } }),
    );
    await expect(declare(self, owner.address)).rejects.toMatchObject({ code: 'INVALID_ADDRESS' });
  });

  it('refuses wallets that are terminated or unknown', async () => {
    const id = await addWallet(fixture);
    await fixture.temporary.database.transaction((tx) => tx.wallet.update({ where: { id }, data: { status: 'TERMINATED' } }));
    await expect(declare(id, owner.address)).rejects.toMatchObject({ code: 'WALLET_TERMINATED' });
    await expect(declare(UNKNOWN, owner.address)).rejects.toMatchObject({ code: 'WALLET_NOT_FOUND' });
  });
});

describe('removing an owner', () => {
  it('happens at once while it is unproven', async () => {
    const id = await addWallet(fixture, { owner });
    await expect(fixture.owners.remove(id, MASTER)).resolves.toEqual({ ownerState: 'NONE' });
    expect(await walletRow(id)).toMatchObject({ ownerAddress: null, ownerState: 'NONE' });
    await expect(fixture.owners.remove(id, MASTER)).rejects.toMatchObject({ code: 'OWNER_NOT_CONNECTED' });
  });

  it('happens at once with the signature of the proven owner', async () => {
    const id = await addWallet(fixture, { owner, state: 'LOCKED' });
    const coSignedBy = await prove(id, 'remove-owner');
    await expect(fixture.owners.remove(id, { ...MASTER, coSignedBy })).resolves.toEqual({ ownerState: 'NONE' });
    expect(fixture.openTransactions.expired).toEqual([id]);
  });

  it('takes an empty body in the challenge for no body, and no other', async () => {
    const id = await addWallet(fixture, { owner, state: 'LOCKED' });
    const proof = await prove(id, 'remove-owner', {});
    expect(proof.bodyHash).toBe(hashJson({}));
    const coSignedBy = { ...proof, bodyHash: hashJson({ force: true }) };
    await expect(fixture.owners.remove(id, { ...MASTER, coSignedBy })).rejects.toMatchObject({ code: 'APPROVAL_STALE' });
  });

  it('waits for the delay the owner was verified with, and asking again does not move it', async () => {
    const id = await addWallet(fixture, { owner, state: 'LOCKED' });
    const removalAt = fixture.clock.nowSeconds() + 1000;
    await expect(fixture.owners.remove(id, MASTER)).resolves.toEqual({ ownerState: 'LOCKED', ownerRemovalAt: removalAt });
    fixture.clock.advance(500);
    await expect(fixture.owners.remove(id, MASTER)).resolves.toEqual({ ownerState: 'LOCKED', ownerRemovalAt: removalAt });

    await expect(fixture.removals.applyDue(removalAt - 1)).resolves.toBe(0);
    expect((await walletRow(id)).ownerState).toBe('LOCKED');
    await expect(fixture.removals.applyDue(removalAt)).resolves.toBe(1);
    await expect(fixture.removals.applyDue(removalAt)).resolves.toBe(0);
    expect((await walletRow(id)).ownerState).toBe('NONE');
    expect((await auditTypes()).reverse()).toEqual(['OWNER_REMOVAL_REQUESTED', 'OWNER_REMOVED']);
  });

  it('is stopped by keep-owner of the owner or of master, and starts with the whole delay again', async () => {
    const id = await addWallet(fixture, { owner, state: 'LOCKED' });
    await fixture.owners.remove(id, MASTER);
    const proof = await prove(id, 'keep-owner');
    await fixture.owners.keep(id, { kind: 'owner', proof, clientAddress: CLIENT });
    expect((await walletRow(id)).ownerRemovalAt).toBeNull();
    fixture.clock.advance(5000);
    await expect(fixture.removals.applyDue(fixture.clock.nowSeconds())).resolves.toBe(0);

    const again = await fixture.owners.remove(id, MASTER);
    expect(again).toEqual({ ownerState: 'LOCKED', ownerRemovalAt: fixture.clock.nowSeconds() + 1000 });
    await fixture.owners.keep(id, MASTER);
    expect((await walletRow(id)).ownerRemovalAt).toBeNull();
  });

  it('cannot be kept where nothing is proven', async () => {
    const id = await addWallet(fixture, { owner });
    await expect(fixture.owners.keep(id, MASTER)).rejects.toMatchObject({ code: 'INVALID_STATE_TRANSITION' });
  });
});

describe('an owner who freezes', () => {
  const freeze = async () => {
    const { message } = await ask(fixture, owner, { action: 'freeze' });
    return fixture.freeze.freeze(await fixture.proofs.verify(await signedHeaders(owner, message), { action: 'freeze' }), CLIENT);
  };

  it('suspends the wallets it owns and has proven, and no other', async () => {
    const proven = await addWallet(fixture, { owner, state: 'LOCKED' });
    const unproven = await addWallet(fixture, { owner });
    const foreign = await addWallet(fixture, { owner: evmOwner(), state: 'LOCKED' });
    await freeze();
    expect(await walletRow(proven)).toMatchObject({ status: 'SUSPENDED', suspendedBy: `owner:${owner.address}` });
    expect([(await walletRow(unproven)).status, (await walletRow(foreign)).status]).toEqual(['ACTIVE', 'ACTIVE']);
  });

  it('takes over what somebody else suspended, and once more changes nothing', async () => {
    const id = await addWallet(fixture, { owner, state: 'LOCKED' });
    await fixture.temporary.database.transaction((tx) =>
      tx.wallet.update({ where: { id }, data: { status: 'SUSPENDED', suspendedBy: 'kill-switch' } }),
    );
    await freeze();
    await freeze();
    expect((await walletRow(id)).suspendedBy).toBe(`owner:${owner.address}`);
    expect((await auditTypes()).filter((type) => type === 'WALLET_SUSPENDED')).toHaveLength(1);
  });

  it('must have proven itself on a wallet', async () => {
    await addWallet(fixture, { owner });
    await expect(freeze()).rejects.toMatchObject({ code: 'INVALID_STATE_TRANSITION' });
  });
});
