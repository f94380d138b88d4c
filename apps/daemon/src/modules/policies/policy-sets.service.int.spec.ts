import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { policyServices } from '../../../test/policy-services.js';
import { MASTER, sessionServices } from '../../../test/session-services.js';
import { storeWallet } from '../../../test/stored-wallet.js';
import { type TemporaryDatabase, temporaryDatabase } from '../../../test/temporary-database.js';
import { writeFromOutside } from '../../../test/write-from-outside.js';
import { insertRows } from '../../infra/prisma/insert-rows.js';

let temporary: TemporaryDatabase;
let at: ReturnType<typeof policyServices>;
let wallet: string;

beforeEach(async () => {
  temporary = await temporaryDatabase();
  at = policyServices(temporary.database, sessionServices(temporary.database));
  wallet = await storeWallet(temporary.database);
});
afterEach(async () => temporary.drop());

const rate = (max: number, over: { walletId?: string; priority?: number; enabled?: boolean } = {}) =>
  at.changes.create({ type: 'RATE_LIMIT', rules: { max_requests: max, window_seconds: 60 }, ...over }, MASTER);
const current = (id = wallet) => at.sets.current(temporary.database.client, id);
const rows = async (id = wallet) => (await current(id)).set.policies.map(({ row }) => row.id);

const edit = async (id: string, data: { rules?: string; network?: string; enabled?: boolean }): Promise<void> =>
  writeFromOutside(temporary.file, (client) => client.policy.update({ where: { id }, data }));

describe('PolicySets', () => {
  it('holds the wallet’s own and the global policies that are enabled, and no others', async () => {
    const other = await storeWallet(temporary.database);
    const own = await rate(1, { walletId: wallet });
    const global = await rate(2);
    await rate(3, { walletId: other });
    await rate(4, { walletId: wallet, priority: 5, enabled: false });
    const { set } = await current();
    const idsOf = (walletId: string | null) => [...set.inScope(walletId, null).byKey.values()].flat().map(({ row }) => row.id);
    expect(idsOf(wallet)).toEqual([own.id]);
    expect(idsOf(null)).toEqual([global.id]);
    expect(idsOf(other)).toEqual([]);
  });

  it('gives the same compiled set until something changes, and the new one at once after that', async () => {
    const first = await rate(1);
    const seen = await current();
    expect(await current()).toBe(seen);
    await at.changes.update(first.id, { rules: { max_requests: 2, window_seconds: 60 } }, MASTER);
    const after = await current();
    expect(after.version).toBe(seen.version + 1);
    expect(after.set.policies[0]?.row).toMatchObject({
      id: first.id,
      version: 2,
      rules: { max_requests: 2, window_seconds: 60 },
    });
  });

  it('compiles the global part once for all wallets', async () => {
    const other = await storeWallet(temporary.database);
    await rate(1);
    await rate(2, { walletId: other });
    const [a, b] = [await current(), await current(other)];
    expect(a.set.inScope(null, null)).toBe(b.set.inScope(null, null));
  });

  it('shows a change inside the transaction that makes it, and forgets it when that rolls back', async () => {
    const before = await current();
    const rolledBack = temporary.database.transaction(async (tx) => {
      await at.versions.bump(tx, wallet);
      await tx.policy.create({
        data: {
          id: 'draft',
          walletId: wallet,
          type: 'RATE_LIMIT',
          rules: '{"max_requests":1,"window_seconds":1}',
          slot: 's',
          createdAt: 1n,
          updatedAt: 1n,
        },
      });
      const inside = await at.sets.current(tx, wallet);
      expect(inside.version).toBe(before.version + 1);
      expect(inside.set.policies.map(({ row }) => row.id)).toEqual(['draft']);
      throw new Error('rolled back');
    });
    await expect(rolledBack).rejects.toThrow('rolled back');
    const real = await rate(9, { walletId: wallet });
    const after = await current();
    expect(after.version).toBe(before.version + 1);
    expect(after.set.policies.map(({ row }) => row.id)).toEqual([real.id]);
  });

  it('raises every wallet for a change of settings', async () => {
    const other = await storeWallet(temporary.database);
    const before = [(await current()).version, (await current(other)).version];
    await temporary.database.transaction((tx) => at.versions.bumpAll(tx));
    expect([(await current()).version, (await current(other)).version]).toEqual(before.map((version) => version + 1));
  });

  it('knows nothing of an unknown wallet', async () => {
    await expect(current('nobody')).rejects.toMatchObject({ code: 'WALLET_NOT_FOUND' });
  });

  it('holds one wallet’s policies and not the ten thousand of others', async () => {
    const many = Array.from({ length: 10_000 }, (_, index) => ({
      id: `p-${String(index)}`,
      wallet_id: `w-${String(index % 100)}`,
      type: 'RATE_LIMIT',
      rules: '{"max_requests":1,"window_seconds":60}',
      priority: index,
      enabled: true,
      version: 1,
      slot: `slot-${String(index)}`,
      created_at: 1n,
      updated_at: 1n,
    }));
    await temporary.database.transaction((tx) => insertRows(tx, 'policies', many));
    const own = await rate(1, { walletId: wallet });
    expect(await rows()).toEqual([own.id]);
  });

  it('notices what somebody else wrote to the database, and keeps what it compiled after that', async () => {
    const { id } = await rate(1, { walletId: wallet });
    const global = await rate(2);
    const before = await current();
    await edit(id, { rules: '{"max_requests":9,"window_seconds":60}' });
    await edit(global.id, { enabled: false });
    const after = await current();
    expect(after.version).toBe(before.version);
    expect(after.set.policies.map(({ row }) => row)).toMatchObject([{ id, rules: { max_requests: 9, window_seconds: 60 } }]);
    expect(await current()).toBe(after);
  });

  it('notices it inside a transaction too', async () => {
    const { id } = await rate(1, { walletId: wallet });
    await current();
    await edit(id, { rules: 'nonsense' });
    const seen = await temporary.database.transaction((tx) => at.sets.current(tx, wallet));
    expect(seen.set.inScope(wallet, null).corrupt.map(({ row }) => row.id)).toEqual([id]);
  });

  it('is not made to forget by what the daemon writes itself', async () => {
    await rate(1, { walletId: wallet });
    const seen = await current();
    await storeWallet(temporary.database);
    await temporary.database.transaction((tx) => tx.wallet.count());
    expect(await current()).toBe(seen);
  });

  it('takes a row for a network that nobody knows for one that cannot be read', async () => {
    const { id } = await rate(1, { walletId: wallet });
    await edit(id, { network: 'base-mainet' });
    expect((await current()).set.inScope(wallet, null).corrupt.map(({ row }) => row.id)).toEqual([id]);
  });
});
