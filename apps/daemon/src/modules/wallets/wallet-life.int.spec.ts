import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Actor, OwnerAction, OwnerProof } from '../../common/auth/actor.js';
import { MASTER, sessionActor } from '../../../test/session-services.js';
import { storeWallet } from '../../../test/stored-wallet.js';
import { type TemporaryDatabase, temporaryDatabase } from '../../../test/temporary-database.js';
import { walletServices } from '../../../test/wallet-services.js';

const OWNER = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';
const OTHER = '0xde709f2102306220921060314715629080e2fb77';
const UNKNOWN = '0198f0c1-0000-7000-8000-00000000dead';

let temporary: TemporaryDatabase;
let at: ReturnType<typeof walletServices>;

beforeEach(async () => {
  temporary = await temporaryDatabase();
  at = walletServices(temporary.database);
});
afterEach(async () => temporary.drop());

const store = (traits: Parameters<typeof storeWallet>[1] = {}) => storeWallet(temporary.database, traits);
const owned = { ownerAddress: OWNER, ownerState: 'LOCKED' } as const;
const proofOf = (walletId: string, action: OwnerAction, address = OWNER): OwnerProof => ({
  action,
  address,
  chain: 'ethereum',
  walletId,
  nonce: 'n',
});
const ownerActor = (proof: OwnerProof): Actor => ({ kind: 'owner', proof, clientAddress: '127.0.0.1' });
const coSigned = (proof: OwnerProof): Actor => ({ ...MASTER, coSignedBy: proof });
const statusOf = async (id: string) => (await at.repository.find(id))?.status;
const freeze = (id: string, by: string) =>
  temporary.database.client.wallet.update({
    where: { id },
    data: { status: 'SUSPENDED', suspendedBy: by, suspendedAt: 5n, suspensionReason: 'OWNER_FREEZE' },
  });
const lastAudit = async () => (await at.session.audit.list({}, { limit: 1 }))[0];

describe('suspending and resuming', () => {
  it('goes to and fro by master, each with its audit row', async () => {
    const id = await store();
    expect(await at.status.suspend(id, 'MANUAL', MASTER)).toMatchObject({
      status: 'SUSPENDED',
      suspensionReason: 'MANUAL',
      suspendedAt: 1_795_330_000,
    });
    await expect(at.status.suspend(id, 'again', MASTER)).rejects.toMatchObject({ code: 'INVALID_STATE_TRANSITION' });
    expect(await lastAudit()).toMatchObject({ eventType: 'WALLET_SUSPENDED', walletId: id });
    expect(await at.status.resume(id, MASTER)).toMatchObject({ status: 'ACTIVE', suspendedAt: null, suspensionReason: null });
    await expect(at.status.resume(id, MASTER)).rejects.toMatchObject({ code: 'INVALID_STATE_TRANSITION' });
    expect(await lastAudit()).toMatchObject({ eventType: 'WALLET_RESUMED', walletId: id });
  });

  it('does neither to a wallet that ended or never was', async () => {
    const ended = await store({ status: 'TERMINATED' });
    await expect(at.status.suspend(ended, 'x', MASTER)).rejects.toMatchObject({ code: 'WALLET_TERMINATED' });
    await expect(at.status.resume(ended, MASTER)).rejects.toMatchObject({ code: 'WALLET_TERMINATED' });
    await expect(at.status.suspend(UNKNOWN, 'x', MASTER)).rejects.toMatchObject({ code: 'WALLET_NOT_FOUND' });
  });

  it('leaves what an owner froze to that owner', async () => {
    const id = await store(owned);
    await freeze(id, `owner:${OWNER}`);
    await expect(at.status.resume(id, MASTER)).rejects.toMatchObject({ code: 'OWNER_REQUIRED' });
    await expect(at.status.resume(id, ownerActor(proofOf(id, 'resume', OTHER)))).rejects.toMatchObject({
      code: 'OWNER_ADDRESS_MISMATCH',
    });
    await expect(at.status.resume(id, ownerActor(proofOf(UNKNOWN, 'resume')))).rejects.toMatchObject({
      code: 'OWNER_ADDRESS_MISMATCH',
    });
    expect(await statusOf(id)).toBe('SUSPENDED');
    expect(await at.status.resume(id, ownerActor(proofOf(id, 'resume')))).toMatchObject({ status: 'ACTIVE' });
  });

  it('lets master resume it once that owner is gone', async () => {
    const id = await store();
    await freeze(id, `owner:${OWNER}`);
    expect(await at.status.resume(id, MASTER)).toMatchObject({ status: 'ACTIVE' });
  });

  it('leaves what the kill switch suspended to master', async () => {
    const id = await store(owned);
    await freeze(id, 'kill-switch');
    await expect(at.status.resume(id, ownerActor(proofOf(id, 'resume')))).rejects.toMatchObject({
      code: 'INVALID_STATE_TRANSITION',
    });
    expect(await at.status.resume(id, MASTER)).toMatchObject({ status: 'ACTIVE' });
  });
});

describe('terminating', () => {
  it('cancels what waits, ends the sessions that have nothing else, and cannot be done twice', async () => {
    const id = await store();
    const second = await store();
    const alone = await at.session.service.create({}, [id], MASTER);
    const both = await at.session.service.create({}, [id, second], MASTER);
    await at.end.terminate(id, MASTER);
    expect(await statusOf(id)).toBe('TERMINATED');
    expect(at.open.cancelled).toEqual([id]);
    expect((await at.session.sessions.find(alone.session.id))?.revokedAt).toBe(1_795_330_000);
    expect((await at.session.sessions.find(both.session.id))?.revokedAt).toBeNull();
    expect([...at.session.cache.forgotten].sort()).toEqual([alone.session.id, both.session.id].sort());
    expect(await lastAudit()).toMatchObject({ eventType: 'WALLET_TERMINATED', severity: 'critical' });
    await expect(at.end.terminate(id, MASTER)).rejects.toMatchObject({ code: 'WALLET_TERMINATED' });
  });

  it('needs the verified owner beside the master, for exactly this act and wallet', async () => {
    const id = await store(owned);
    const other = await store(owned);
    await expect(at.end.terminate(id, MASTER)).rejects.toMatchObject({ code: 'OWNER_REQUIRED' });
    await expect(at.end.terminate(id, coSigned(proofOf(id, 'purge')))).rejects.toMatchObject({ code: 'OWNER_REQUIRED' });
    await expect(at.end.terminate(id, coSigned(proofOf(other, 'terminate')))).rejects.toMatchObject({
      code: 'OWNER_ADDRESS_MISMATCH',
    });
    await expect(at.end.terminate(id, coSigned(proofOf(id, 'terminate', OTHER)))).rejects.toMatchObject({
      code: 'OWNER_ADDRESS_MISMATCH',
    });
    expect(await statusOf(id)).toBe('ACTIVE');
    expect(at.open.cancelled).toEqual([]);
    await at.end.terminate(id, coSigned(proofOf(id, 'terminate')));
    expect(await statusOf(id)).toBe('TERMINATED');
  });

  it('does not need an owner that never proved itself', async () => {
    const id = await store({ ownerAddress: OWNER, ownerState: 'GRACE' });
    await at.end.terminate(id, MASTER);
    expect(await statusOf(id)).toBe('TERMINATED');
  });
});

describe('reading and renaming', () => {
  it('shows a session only the wallets it is linked to', async () => {
    const mine = await store({ name: 'mine' });
    const foreign = await store({ name: 'foreign' });
    const actor = sessionActor('s', 't', { walletIds: [mine] });
    expect((await at.service.list(actor, {})).map(({ name }) => name)).toEqual(['mine']);
    expect((await at.service.list(MASTER, {})).map(({ name }) => name)).toEqual(['mine', 'foreign']);
    expect((await at.service.list(MASTER, { limit: 1, offset: 1 })).map(({ name }) => name)).toEqual(['foreign']);
    await expect(at.service.get(foreign, actor)).rejects.toMatchObject({ code: 'WALLET_NOT_FOUND' });
    expect((await at.service.get(mine, actor)).name).toBe('mine');
  });

  it('changes a living wallet and says which fields', async () => {
    const id = await store();
    expect(await at.service.change(id, { name: 'new' }, MASTER)).toMatchObject({ name: 'new', updatedAt: 1_795_330_000 });
    expect(await at.service.change(id, { monitorIncoming: true }, MASTER)).toMatchObject({ name: 'new', monitorIncoming: true });
    expect(await lastAudit()).toMatchObject({ details: '{"fields":["monitorIncoming"]}' });
    const ended = await store({ status: 'TERMINATED' });
    await expect(at.service.change(ended, { name: 'x' }, MASTER)).rejects.toMatchObject({ code: 'WALLET_TERMINATED' });
  });
});
