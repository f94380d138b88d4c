import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MASTER } from '../../../test/session-services.js';
import { type TemporaryDatabase, temporaryDatabase } from '../../../test/temporary-database.js';
import { walletServices } from '../../../test/wallet-services.js';
import type { WalletRequest } from './wallet-creation.service.js';
import { toCreatedWallet } from './wallets.mapper.js';

let temporary: TemporaryDatabase;
let at: ReturnType<typeof walletServices>;

beforeEach(async () => {
  temporary = await temporaryDatabase();
  at = walletServices(temporary.database);
});
afterEach(async () => temporary.drop());

const request = (over: Partial<WalletRequest> = {}): WalletRequest => ({
  name: 'trader',
  chain: 'ethereum',
  environment: 'testnet',
  createSession: true,
  policyPreset: undefined,
  ...over,
});
const create = (over?: Partial<WalletRequest>) => at.creation.create(request(over), MASTER);

async function rowCounts(): Promise<Record<string, number>> {
  const { client } = temporary.database;
  return {
    wallets: await client.wallet.count(),
    keys: await client.sealedKey.count(),
    policies: await client.policy.count(),
    sessions: await client.session.count(),
    audit: await client.auditLog.count(),
  };
}

describe('creating a wallet', () => {
  it('answers every field of the contract', async () => {
    const answer = toCreatedWallet(await create());
    expect(answer).toEqual({
      id: expect.any(String) as unknown,
      name: 'trader',
      chain: 'ethereum',
      network: 'ethereum-sepolia',
      environment: 'testnet',
      publicKey: answer.address,
      address: '0x0000000000000000000000000000000000000001',
      status: 'ACTIVE',
      ownerAddress: null,
      ownerState: 'NONE',
      monitorIncoming: false,
      accountType: 'eoa',
      signerKey: null,
      deployed: true,
      provider: null,
      createdAt: 1_795_330_000,
      session: {
        id: expect.any(String) as unknown,
        token: expect.stringMatching(/^wai_sess_/) as unknown,
        expiresAt: 1_795_416_400,
      },
      policyPreset: 'testnet',
      policies: expect.any(Array) as unknown,
    });
    expect(answer.policies.map(({ type, priority, version, walletId }) => [type, priority, version, walletId])).toEqual([
      ['SPENDING_LIMIT', -1, 1, answer.id],
      ['RATE_LIMIT', -1, 1, answer.id],
    ]);
    expect(Object.keys(answer.policies[0] ?? {}).sort()).toEqual(
      ['id', 'walletId', 'type', 'rules', 'priority', 'enabled', 'network', 'createdAt', 'updatedAt', 'version'].sort(),
    );
  });

  it('binds the key to the wallet it is stored with', async () => {
    const { wallet } = await create();
    const key = await temporary.database.client.sealedKey.findUniqueOrThrow({ where: { walletId: wallet.id } });
    expect(key).toMatchObject({
      blob: `sealed:${wallet.id}`,
      address: wallet.address,
      chain: 'ethereum',
      environment: 'testnet',
      deleteAfter: null,
    });
  });

  it('takes the preset of the environment, and none when asked', async () => {
    expect((await create({ environment: 'mainnet' })).wallet.policyPreset).toBe('guarded');
    const bare = await create({ policyPreset: 'none', createSession: false });
    expect(bare).toMatchObject({ policies: [], session: null });
    await expect(create({ environment: 'mainnet', policyPreset: 'testnet' })).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
    });
  });

  it('makes the presets effective in the compiled set from the first moment', async () => {
    const { wallet, policies } = await create();
    const { set } = await at.policy.sets.current(temporary.database.client, wallet.id);
    expect(set.policies.map(({ row }) => row.id)).toEqual(policies.map((policy) => policy.id));
    expect(set.policies.every(({ bound }) => bound !== undefined)).toBe(true);
  });

  it('leaves nothing behind when its last part fails', async () => {
    at.session.settings.set('security.max_sessions_per_wallet', 0);
    await expect(create()).rejects.toMatchObject({ code: 'SESSION_LIMIT_EXCEEDED' });
    expect(await rowCounts()).toEqual({ wallets: 0, keys: 0, policies: 0, sessions: 0, audit: 0 });
  });

  it('leaves one audit row for the wallet, each policy and the session', async () => {
    await create();
    const types = (await at.session.audit.list({}, { limit: 10 })).map((row) => row.eventType).reverse();
    expect(types).toEqual(['WALLET_CREATED', 'POLICY_CREATED', 'POLICY_CREATED', 'SESSION_CREATED']);
  });

  it('makes no mainnet wallet while the password is the provisioned one', async () => {
    at.keys.isProvisioned = true;
    await expect(create({ environment: 'mainnet' })).rejects.toMatchObject({
      code: 'PASSWORD_NOT_SET',
      hint: expect.stringContaining('/v1/admin/master-password') as unknown,
    });
    expect(at.keys.made).toBe(0);
    await create({ environment: 'testnet' });
    at.keys.isProvisioned = false;
    await create({ environment: 'mainnet' });
  });
});
