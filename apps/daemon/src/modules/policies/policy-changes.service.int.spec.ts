import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { policyServices } from '../../../test/policy-services.js';
import { MASTER, sessionActor, sessionServices } from '../../../test/session-services.js';
import { storeWallet } from '../../../test/stored-wallet.js';
import { type TemporaryDatabase, temporaryDatabase } from '../../../test/temporary-database.js';

const UNKNOWN = '0198f0c1-0000-7000-8000-00000000dead';
const RATE = { max_requests: 5, window_seconds: 60 };

let temporary: TemporaryDatabase;
let shared: ReturnType<typeof sessionServices>;
let at: ReturnType<typeof policyServices>;
let wallet: string;

beforeEach(async () => {
  temporary = await temporaryDatabase();
  shared = sessionServices(temporary.database);
  at = policyServices(temporary.database, shared);
  wallet = await storeWallet(temporary.database);
});
afterEach(async () => temporary.drop());

const create = (over: Partial<Parameters<typeof at.changes.create>[0]> = {}) =>
  at.changes.create({ walletId: wallet, type: 'RATE_LIMIT', rules: RATE, ...over }, MASTER);
const setVersion = async (id = wallet): Promise<number> =>
  (await temporary.database.client.wallet.findUniqueOrThrow({ where: { id } })).policySetVersion;
const inForce = async () => (await at.sets.current(temporary.database.client, wallet)).set.policies.map(({ row }) => row.id);

describe('creating a policy', () => {
  it('stores row and first version, raises the set version and leaves an audit row and an event', async () => {
    const before = await setVersion();
    const policy = await create();
    expect(await at.policies.find(policy.id)).toEqual(policy);
    expect(policy).toMatchObject({ version: 1, priority: 0, enabled: true, network: null, rules: RATE });
    expect(await at.policies.versions(policy.id)).toMatchObject([
      { version: 1, change: 'created', changedBy: 'master', rules: RATE },
    ]);
    expect(await setVersion()).toBe(before + 1);
    const [row] = await shared.audit.list({}, { limit: 1 });
    expect(row).toMatchObject({ eventType: 'POLICY_CREATED', walletId: wallet });
    expect(await temporary.database.client.event.count({ where: { kind: 'policy' } })).toBe(1);
  });

  it('raises the set version of every wallet for a global policy, and of one for its own', async () => {
    const other = await storeWallet(temporary.database);
    const before = [await setVersion(), await setVersion(other)];
    await create({ walletId: undefined });
    await create();
    expect([await setVersion(), await setVersion(other)]).toEqual([(before[0] ?? 0) + 2, (before[1] ?? 0) + 1]);
  });

  it('refuses rules that its type refuses, naming the members', async () => {
    const refused = create({ rules: { max_requests: 0, window_seconds: 60, extra: 1 } });
    await expect(refused).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      details: {
        issues: expect.arrayContaining(
          [{ path: 'rules.extra' }, { path: 'rules.max_requests' }].map((issue) => expect.objectContaining(issue) as unknown),
        ) as unknown,
      },
    });
    await expect(create({ type: 'NO_SUCH_TYPE' })).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
  });

  it('refuses wallets and networks that do not fit', async () => {
    const ended = await storeWallet(temporary.database, { status: 'TERMINATED' });
    await expect(create({ walletId: UNKNOWN })).rejects.toMatchObject({ code: 'WALLET_NOT_FOUND' });
    await expect(create({ walletId: ended })).rejects.toMatchObject({ code: 'WALLET_TERMINATED' });
    await expect(create({ network: 'solana-devnet' })).rejects.toMatchObject({ code: 'ENVIRONMENT_NETWORK_MISMATCH' });
    await expect(create({ network: 'base-mainnet' })).rejects.toMatchObject({ code: 'ENVIRONMENT_NETWORK_MISMATCH' });
    expect((await create({ network: 'eip155:84532' })).network).toBe('base-sepolia');
  });
});

describe('the place of a policy in its scope', () => {
  it('is taken once, and the refusal names the holder', async () => {
    const first = await create();
    await expect(create()).rejects.toMatchObject({ code: 'POLICY_PRIORITY_CONFLICT', details: { policyId: first.id } });
    await create({ priority: 1 });
    await create({ network: 'base-sepolia' });
    await create({ walletId: undefined });
    await create({ walletId: await storeWallet(temporary.database) });
  });

  it('lets exactly one of 32 parallel creations have it', async () => {
    const results = await Promise.allSettled(Array.from({ length: 32 }, () => create()));
    const lost = results.flatMap((result) => (result.status === 'rejected' ? [(result.reason as { code: string }).code] : []));
    expect(lost).toHaveLength(31);
    expect(new Set(lost)).toEqual(new Set(['POLICY_PRIORITY_CONFLICT']));
    expect(await temporary.database.client.policy.count()).toBe(1);
  });

  it('is kept by a disabled policy and freed by a deleted one', async () => {
    const first = await create({ enabled: false });
    await expect(create()).rejects.toMatchObject({ code: 'POLICY_PRIORITY_CONFLICT' });
    await at.changes.delete(first.id, MASTER);
    await create();
  });

  it('is refused to an update too', async () => {
    const first = await create();
    const second = await create({ priority: 1 });
    await expect(at.changes.update(second.id, { priority: 0 }, MASTER)).rejects.toMatchObject({
      code: 'POLICY_PRIORITY_CONFLICT',
      details: { policyId: first.id },
    });
    expect((await at.policies.find(second.id))?.version).toBe(1);
  });

  it('is one per category for category limits', async () => {
    const rules = (category: string) => ({ category, daily_limit_usd: 10 });
    await create({ type: 'ACTION_CATEGORY_LIMIT', rules: rules('swap') });
    await create({ type: 'ACTION_CATEGORY_LIMIT', rules: rules('perp') });
    await expect(create({ type: 'ACTION_CATEGORY_LIMIT', rules: rules('swap') })).rejects.toMatchObject({
      code: 'POLICY_PRIORITY_CONFLICT',
    });
  });
});

describe('changing a policy', () => {
  it('makes a new immutable version of exactly what was asked', async () => {
    const policy = await create();
    shared.clock.advance(5);
    const next = await at.changes.update(policy.id, { enabled: false, expectedVersion: 1 }, MASTER);
    expect(next).toMatchObject({
      version: 2,
      enabled: false,
      rules: RATE,
      updatedAt: policy.updatedAt + 5,
      createdAt: policy.createdAt,
    });
    expect((await at.policies.versions(policy.id)).map(({ version, change, enabled }) => [version, change, enabled])).toEqual([
      [1, 'created', true],
      [2, 'updated', false],
    ]);
  });

  it('refuses an edit of a version that is no longer the present one', async () => {
    const policy = await create();
    await at.changes.update(policy.id, { priority: 7 }, MASTER);
    await expect(at.changes.update(policy.id, { priority: 8, expectedVersion: 1 }, MASTER)).rejects.toMatchObject({
      code: 'VERSION_CONFLICT',
    });
  });

  it('makes no version of nothing', async () => {
    const policy = await create();
    expect((await at.changes.update(policy.id, {}, MASTER)).version).toBe(1);
    expect(await at.policies.versions(policy.id)).toHaveLength(1);
  });

  it('numbers parallel edits without gaps and loses none', async () => {
    const policy = await create();
    await Promise.all(Array.from({ length: 16 }, (_, index) => at.changes.update(policy.id, { priority: index + 1 }, MASTER)));
    const versions = await at.policies.versions(policy.id);
    expect(versions.map(({ version }) => version)).toEqual(Array.from({ length: 17 }, (_, index) => index + 1));
    expect(new Set(versions.map(({ priority }) => priority)).size).toBe(17);
  });

  it('hides a deleted policy but keeps its versions', async () => {
    const policy = await create();
    await at.changes.delete(policy.id, MASTER);
    await expect(at.service.get(policy.id, MASTER)).rejects.toMatchObject({ code: 'POLICY_NOT_FOUND' });
    await expect(at.changes.delete(policy.id, MASTER)).rejects.toMatchObject({ code: 'POLICY_NOT_FOUND' });
    await expect(at.changes.update(policy.id, { priority: 1 }, MASTER)).rejects.toMatchObject({ code: 'POLICY_NOT_FOUND' });
    expect((await at.service.versions(policy.id)).map(({ change }) => change)).toEqual(['created', 'deleted']);
    expect(await inForce()).toEqual([]);
  });
});

describe('rolling back', () => {
  it('is refused to who looked at an older version than the present one', async () => {
    const policy = await create();
    await at.changes.update(policy.id, { priority: 3 }, MASTER);
    await expect(at.changes.rollback(policy.id, { version: 1, expectedVersion: 1 }, MASTER)).rejects.toMatchObject({
      code: 'VERSION_CONFLICT',
    });
    expect((await at.policies.find(policy.id))?.version).toBe(2);
    await at.changes.rollback(policy.id, { version: 1, expectedVersion: 2 }, MASTER);
    expect((await at.policies.find(policy.id))?.priority).toBe(0);
  });

  it('brings an earlier version back as a new one', async () => {
    const policy = await create();
    await at.changes.update(policy.id, { rules: { max_requests: 9, window_seconds: 60 }, priority: 3 }, MASTER);
    const back = await at.changes.rollback(policy.id, { version: 1 }, MASTER);
    expect(back).toMatchObject({ version: 3, rules: RATE, priority: 0 });
    expect((await at.policies.versions(policy.id)).at(-1)).toMatchObject({ version: 3, change: 'rolled_back', rules: RATE });
  });

  it('revives a deleted policy only where its place is still free', async () => {
    const policy = await create();
    await at.changes.delete(policy.id, MASTER);
    const rival = await create();
    await expect(at.changes.rollback(policy.id, { version: 1 }, MASTER)).rejects.toMatchObject({
      code: 'POLICY_PRIORITY_CONFLICT',
      details: { policyId: rival.id },
    });
    await at.changes.delete(rival.id, MASTER);
    expect(await at.changes.rollback(policy.id, { version: 1 }, MASTER)).toMatchObject({ version: 3, deletedAt: null });
    expect(await inForce()).toEqual([policy.id]);
  });

  it('refuses a version that never was', async () => {
    const policy = await create();
    await expect(at.changes.rollback(policy.id, { version: 2 }, MASTER)).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    await expect(at.changes.rollback(UNKNOWN, { version: 1 }, MASTER)).rejects.toMatchObject({ code: 'POLICY_NOT_FOUND' });
  });
});

describe('reading policies', () => {
  it('shows a session its own wallets and the global ones, and nothing of others', async () => {
    const other = await storeWallet(temporary.database);
    const own = await create();
    const global = await create({ walletId: undefined });
    const foreign = await create({ walletId: other });
    const actor = sessionActor('s', 't', { walletIds: [wallet] });
    const page = { limit: 50, offset: 0 };
    expect((await at.service.list(page, actor)).policies.map(({ id }) => id)).toEqual([own.id, global.id]);
    expect((await at.service.list(page, MASTER)).total).toBe(3);
    expect((await at.service.list({ ...page, walletId: other }, MASTER)).policies.map(({ id }) => id)).toEqual([
      global.id,
      foreign.id,
    ]);
    await expect(at.service.list({ ...page, walletId: other }, actor)).rejects.toMatchObject({ code: 'WALLET_ACCESS_DENIED' });
    await expect(at.service.get(foreign.id, actor)).rejects.toMatchObject({ code: 'POLICY_NOT_FOUND' });
    expect((await at.service.get(global.id, actor)).id).toBe(global.id);
  });
});
