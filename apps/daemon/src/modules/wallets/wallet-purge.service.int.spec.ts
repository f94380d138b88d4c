import { networksOf, type TokenFacts } from '@waiaas/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MASTER } from '../../../test/session-services.js';
import { type TemporaryDatabase, temporaryDatabase } from '../../../test/temporary-database.js';
import { walletServices } from '../../../test/wallet-services.js';

const DAY = 86_400;
const USDC: TokenFacts = {
  address: '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913',
  decimals: 6,
  symbol: 'USDC',
  name: 'USD Coin',
  standard: 'ERC-20',
};
const OWNER = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';

let temporary: TemporaryDatabase;
let at: ReturnType<typeof walletServices>;

beforeEach(async () => {
  temporary = await temporaryDatabase();
  at = walletServices(temporary.database);
});
afterEach(async () => temporary.drop());

/** A wallet with policies, versions and a session, as a user would leave it behind. */
async function terminated(environment: 'mainnet' | 'testnet'): Promise<{ id: string; address: string }> {
  const request = { name: 'w', chain: 'ethereum', environment, createSession: true, policyPreset: undefined } as const;
  const { wallet } = await at.creation.create(request, MASTER);
  await at.end.terminate(wallet.id, MASTER);
  return wallet;
}

const connectAll = () => networksOf('ethereum', 'mainnet').forEach(({ name }) => at.chains.on(name));
const keyOf = (walletId: string) => temporary.database.client.sealedKey.findUnique({ where: { walletId } });

describe('purging a wallet', () => {
  it('is refused before it is terminated', async () => {
    const request = {
      name: 'w',
      chain: 'ethereum',
      environment: 'testnet',
      createSession: false,
      policyPreset: undefined,
    } as const;
    const { wallet } = await at.creation.create(request, MASTER);
    await expect(at.purge.purge(wallet.id, MASTER)).rejects.toMatchObject({ code: 'WALLET_NOT_TERMINATED' });
  });

  it('takes a testnet wallet away with its policies and its key, but not its audit rows', async () => {
    const { id } = await terminated('testnet');
    const auditBefore = (await at.session.audit.list({ walletId: id }, { limit: 100 })).length;
    await at.purge.purge(id, MASTER);
    const { client } = temporary.database;
    expect(await at.repository.find(id)).toBeUndefined();
    expect(await client.policy.count({ where: { walletId: id } })).toBe(0);
    expect(await client.policyVersion.count()).toBe(0);
    expect(await client.sessionWallet.count({ where: { walletId: id } })).toBe(0);
    expect(await keyOf(id)).toBeNull();
    const rows = await at.session.audit.list({ walletId: id }, { limit: 100 });
    expect(rows).toHaveLength(auditBefore + 1);
    expect(rows[0]).toMatchObject({ eventType: 'WALLET_PURGED', severity: 'critical' });
    await expect(at.purge.purge(id, MASTER)).rejects.toMatchObject({ code: 'WALLET_NOT_FOUND' });
  });

  it('keeps the key of a mainnet wallet for thirty days', async () => {
    connectAll();
    const { id } = await terminated('mainnet');
    await at.purge.purge(id, MASTER);
    const due = 1_795_330_000 + 30 * DAY;
    expect(Number((await keyOf(id))?.deleteAfter)).toBe(due);
    expect(await at.purge.deleteDueKeys(due - 1)).toBe(0);
    expect(await keyOf(id)).not.toBeNull();
    expect(await at.purge.deleteDueKeys(due)).toBe(1);
    expect(await keyOf(id)).toBeNull();
  });

  it('never deletes the key of a wallet that was not purged', async () => {
    const { id } = await terminated('testnet');
    expect(await at.purge.deleteDueKeys(Number.MAX_SAFE_INTEGER)).toBe(0);
    expect(await keyOf(id)).not.toBeNull();
  });

  it('is refused to a mainnet wallet with coins, tokens or a network that cannot be asked', async () => {
    connectAll();
    const { id, address } = await terminated('mainnet');
    at.chains.on('base-mainnet').give(address, USDC, 1n);
    await expect(at.purge.purge(id, MASTER)).rejects.toMatchObject({
      code: 'INVALID_STATE_TRANSITION',
      details: { nonZero: ['base-mainnet'], unknown: [] },
    });
    at.chains.on('base-mainnet').give(address, USDC, 0n);
    at.chains.on('polygon-mainnet').coins.set(address, 1n);
    await expect(at.purge.purge(id, MASTER)).rejects.toMatchObject({ details: { nonZero: ['polygon-mainnet'] } });
    at.chains.on('polygon-mainnet').coins.clear();
    at.chains.on('hyperevm-mainnet').isDown = true;
    await expect(at.purge.purge(id, MASTER)).rejects.toMatchObject({ details: { nonZero: [], unknown: ['hyperevm-mainnet'] } });
    expect(await at.repository.find(id)).toBeDefined();
    at.chains.on('hyperevm-mainnet').isDown = false;
    await at.purge.purge(id, MASTER);
  });

  it('is refused while something signed may still land', async () => {
    const { id, address } = await terminated('testnet');
    await temporary.database.client.transaction.create({
      data: {
        id: 'tx',
        walletId: id,
        origin: 'send',
        type: 'TRANSFER',
        status: 'SUBMITTED',
        chain: 'ethereum',
        network: 'base-sepolia',
        toAddress: address,
        request: '{}',
        requestHash: 'h',
        decision: '{}',
        policySetVersion: 1,
        createdAt: 1n,
        updatedAt: 1n,
      },
    });
    await expect(at.purge.purge(id, MASTER)).rejects.toMatchObject({ code: 'INVALID_STATE_TRANSITION' });
    await temporary.database.client.transaction.update({ where: { id: 'tx' }, data: { status: 'FAILED' } });
    await at.purge.purge(id, MASTER);
    expect(await temporary.database.client.transaction.count()).toBe(0);
  });

  it('needs the verified owner beside the master', async () => {
    const { id } = await terminated('testnet');
    await temporary.database.client.wallet.update({ where: { id }, data: { ownerAddress: OWNER, ownerState: 'LOCKED' } });
    await expect(at.purge.purge(id, MASTER)).rejects.toMatchObject({ code: 'OWNER_REQUIRED' });
    const coSignedBy = { action: 'purge', address: OWNER, chain: 'ethereum', walletId: id, nonce: 'n' } as const;
    await at.purge.purge(id, { ...MASTER, coSignedBy });
    expect(await at.repository.find(id)).toBeUndefined();
  });
});
