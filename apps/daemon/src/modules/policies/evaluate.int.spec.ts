import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storeWallet } from '../../../test/stored-wallet.js';
import { type Answer, FIRST_PASSWORD, startWholeDaemon, type WholeDaemon } from '../../../test/whole-daemon.js';

const P = '0x1111111111111111111111111111111111111111';
const Q = '0x2222222222222222222222222222222222222222';
const ETHER = 10n ** 18n;
const transfer = (amount: bigint, more: object = {}) => ({
  type: 'TRANSFER',
  network: 'base-sepolia',
  to: P,
  amount: amount.toString(),
  ...more,
});
const WHITELIST = { type: 'WHITELIST', rules: { allowed_addresses: [P] } };
const UNITS = {
  type: 'SPENDING_LIMIT',
  rules: { token_limits: { 'native:ethereum': { instant_max: '1', notify_max: '2', delay_max: '3' } } },
};

let daemon: WholeDaemon;

beforeAll(async () => {
  daemon = await startWholeDaemon();
});
afterAll(async () => {
  await daemon.close();
});

const evaluate = async (body: unknown): Promise<Answer> =>
  daemon.call('/v1/policies/evaluate', { method: 'POST', body, password: FIRST_PASSWORD });

async function create(body: object): Promise<string> {
  const answer = await daemon.call('/v1/policies', { method: 'POST', body, password: FIRST_PASSWORD });
  expect(answer.status).toBe(201);
  return String(answer.body['id']);
}

function refusedPaths({ body }: Answer): readonly string[] {
  const { issues } = body['details'] as { readonly issues: readonly { readonly path: string }[] };
  return issues.map((issue) => issue.path);
}

/** Everything a decision could leave behind. */
async function storedRows(): Promise<readonly number[]> {
  const { client } = daemon.database;
  return [
    await client.transaction.count(),
    await client.ledgerEntry.count(),
    await client.ledgerHour.count(),
    await client.policy.count(),
    await client.policyVersion.count(),
    await client.auditLog.count(),
  ];
}

describe('a what-if', () => {
  it('is judged by what it brings', async () => {
    const answer = await evaluate({ walletId: 'any label', policies: [UNITS], request: transfer(ETHER) });
    expect(answer).toMatchObject({ status: 200, body: { allowed: true, tier: 'INSTANT', denyCode: null } });
  });

  it('answers 200 with every member of the result where it is denied', async () => {
    const { status, body } = await evaluate({
      walletId: 'any label',
      policies: [WHITELIST, { ...WHITELIST, priority: 7, id: 'mine' }],
      request: transfer(1n, { to: Q }),
    });
    expect(status).toBe(200);
    expect(body).toEqual({
      allowed: false,
      tier: null,
      denyCode: 'WHITELIST_VIOLATION',
      reason: expect.stringContaining(Q) as string,
      delaySeconds: null,
      approvalTimeoutSeconds: null,
      approvalReason: null,
      warnings: [],
      matched: expect.any(Array) as unknown[],
      suggestion: expect.stringContaining(Q) as string,
      reasonWords: { code: 'RECIPIENT_NOT_LISTED', values: { address: Q } },
      suggestionWords: [{ code: 'ASK_LISTING', values: { value: Q, policy: 'WHITELIST' } }],
    });
    const figures = { code: null, tier: null, field: null, limit: null, actual: null, operation: null };
    const denied = { ...figures, outcome: 'deny', code: 'WHITELIST_VIOLATION', field: 'allowed_addresses', operation: '0' };
    expect(body['matched']).toEqual(
      expect.arrayContaining([
        { policyId: 'mine', version: null, type: 'WHITELIST', ...denied },
        { ...figures, policyId: 'draft:0', version: null, type: 'WHITELIST', outcome: 'shadowed' },
      ]),
    );
  });

  it('names every refused member of a malformed body', async () => {
    const answer = await evaluate({
      walletId: 'any label',
      policies: [{ type: 'WHITELIST', rules: {}, surprise: 1 }],
      now: 'tomorrow',
      request: transfer(1n, { to: '0x12', amount: '1.5' }),
    });
    expect(answer).toMatchObject({ status: 400, body: { code: 'VALIDATION_FAILED', retryable: false } });
    expect(refusedPaths(answer)).toEqual(expect.arrayContaining(['policies.0.surprise', 'now', 'request.amount']));
    expect(refusedPaths(await evaluate({ walletId: 'x' }))).toEqual(['request']);
    expect(refusedPaths(await evaluate({ request: transfer(1n), extra: 1 }))).toEqual(['extra']);
  });

  it('is a verdict where the rules of a policy cannot be read', async () => {
    const policies = [{ type: 'WHITELIST', rules: { allowed_addresses: [] } }];
    const answer = await evaluate({ walletId: 'any label', policies, request: transfer(1n) });
    expect(answer).toMatchObject({ status: 200, body: { allowed: false, denyCode: 'POLICY_RULES_CORRUPT' } });
  });

  it('is for the master alone', async () => {
    const answer = await daemon.call('/v1/policies/evaluate', { method: 'POST', body: { request: transfer(1n) } });
    expect(answer.status).toBe(401);
  });

  it('leaves nothing behind', async () => {
    const walletId = await storeWallet(daemon.database);
    const before = await storedRows();
    await evaluate({ walletId, request: transfer(1n) });
    await evaluate({ walletId: 'label', policies: [WHITELIST], request: transfer(1n, { to: Q }) });
    expect(await storedRows()).toEqual(before);
  });
});

describe('a what-if of a stored wallet', () => {
  it('takes the policies that are in force for it', async () => {
    const walletId = await storeWallet(daemon.database);
    const id = await create({ walletId, ...WHITELIST });
    const denied = await evaluate({ walletId, request: transfer(1n, { to: Q }) });
    expect(denied.body).toMatchObject({ allowed: false, denyCode: 'WHITELIST_VIOLATION' });
    expect(denied.body['matched']).toEqual(
      expect.arrayContaining([expect.objectContaining({ policyId: id, version: 1, outcome: 'deny' })]),
    );
    const other = await storeWallet(daemon.database);
    expect((await evaluate({ walletId: other, request: transfer(1n, { to: Q }) })).body).toMatchObject({ allowed: true });
  });

  it('takes no stored policy where it brings its own', async () => {
    const walletId = await storeWallet(daemon.database);
    await create({ walletId, ...WHITELIST });
    const answer = await evaluate({ walletId, policies: [UNITS], request: transfer(ETHER, { to: Q }) });
    expect(answer.body).toMatchObject({ allowed: true, tier: 'INSTANT' });
  });

  it('takes what the wallet has spent into account, and nothing where it brings a history', async () => {
    const walletId = await storeWallet(daemon.database);
    await create({ walletId, type: 'SPENDING_LIMIT', rules: { daily_limit_usd: 1000 } });
    const hour = Math.floor(daemon.clock.nowSeconds() / 3600) * 3600 - 7200;
    await daemon.database.client.ledgerHour.create({
      data: {
        walletId,
        hour: BigInt(hour),
        bucket: 'coins',
        chain: 'ethereum',
        network: 'base-sepolia',
        asset: 'native',
        category: '',
        sessionId: '',
        usdMicros: '900000000',
        unvalued: '0',
        requests: 1,
      },
    });
    const asked = { walletId, prices: [{ chain: 'ethereum', asset: 'native', usd: 200 }], request: transfer(ETHER) };
    expect((await evaluate(asked)).body).toMatchObject({ tier: 'APPROVAL', approvalReason: 'cumulative_daily' });
    expect((await evaluate({ ...asked, history: [] })).body).toMatchObject({ tier: 'INSTANT' });
  });

  it('means the network a Solana wallet sends on where none is named', async () => {
    const walletId = await storeWallet(daemon.database, {
      chain: 'solana',
      address: 'So11111111111111111111111111111111111111112',
    });
    await create({ walletId, type: 'ALLOWED_NETWORKS', rules: { networks: [{ network: 'solana-devnet' }] } });
    const request = { to: 'So11111111111111111111111111111111111111112', amount: '1' };
    expect((await evaluate({ walletId, request })).body).toMatchObject({ allowed: true });
    const elsewhere = { ...request, network: 'solana-mainnet' };
    expect((await evaluate({ walletId, request: elsewhere })).body).toMatchObject({ denyCode: 'ALLOWED_NETWORKS_VIOLATION' });
  });
});
