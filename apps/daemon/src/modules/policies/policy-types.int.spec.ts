import { WORKED_EXAMPLES, whatIfOf } from '@waiaas/policy';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storeWallet } from '../../../test/stored-wallet.js';
import { type Answer, FIRST_PASSWORD, startWholeDaemon, type WholeDaemon } from '../../../test/whole-daemon.js';

const P = '0x1111111111111111111111111111111111111111';
const SOL = 'So11111111111111111111111111111111111111112';
const MIXED = '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48';

let daemon: WholeDaemon;

beforeAll(async () => {
  daemon = await startWholeDaemon();
});
afterAll(async () => {
  await daemon.close();
});

const post = async (route: string, body: unknown): Promise<Answer> =>
  daemon.call(route, { method: 'POST', body, password: FIRST_PASSWORD });

interface TypeItem {
  readonly type: string;
  readonly defaultDeny: boolean;
  readonly example: object;
}

async function types(): Promise<readonly TypeItem[]> {
  const { body } = await daemon.call('/v1/policies/types', { password: FIRST_PASSWORD });
  return body['types'] as readonly TypeItem[];
}

function refusedPaths({ body }: Answer): readonly string[] {
  const { issues } = body['details'] as { readonly issues: readonly { readonly path: string }[] };
  return issues.map((issue) => issue.path);
}

describe('every policy type', () => {
  it('is told of, can be stored with its example, and reads back as it was written', async () => {
    const all = await types();
    expect(all).toHaveLength(21);
    expect(all.filter(({ defaultDeny }) => defaultDeny)).toHaveLength(8);
    const walletId = await storeWallet(daemon.database);
    for (const { type, example } of all) {
      const created = await post('/v1/policies', { walletId, type, rules: example });
      expect(created).toMatchObject({ status: 201, body: { type, rules: example, version: 1, priority: 0, enabled: true } });
    }
  });

  it('refuses or asks for more than INSTANT through the route, and its examples have their verdicts', async () => {
    const telling = new Set(WORKED_EXAMPLES.filter(({ tier }) => tier !== 'INSTANT').map(({ type }) => type));
    expect((await types()).filter(({ type }) => !telling.has(type))).toEqual([]);
    for (const example of WORKED_EXAMPLES) {
      const { status, body } = await post('/v1/policies/evaluate', whatIfOf(example));
      expect([example.says, status, body['denyCode'], body['tier']]).toEqual([
        example.says,
        200,
        example.denyCode ?? null,
        example.tier ?? null,
      ]);
    }
  });
});

const HOURS = { start: 8, end: 20 };

describe('rules that are refused', () => {
  it.each<[string, object, string]>([
    ['TIME_RESTRICTION', { allowed_hours: { start: 8, end: 8 }, allowed_days: [1] }, 'rules.allowed_hours'],
    ['TIME_RESTRICTION', { allowed_hours: { start: 24, end: 1 }, allowed_days: [1] }, 'rules.allowed_hours.start'],
    ['TIME_RESTRICTION', { allowed_hours: HOURS, allowed_days: [1, 1] }, 'rules.allowed_days.1'],
    ['TIME_RESTRICTION', { allowed_hours: HOURS, allowed_days: [7] }, 'rules.allowed_days.0'],
    ['TIME_RESTRICTION', { allowed_hours: HOURS, allowed_days: [1], timezone: 'Berlin' }, 'rules.timezone'],
    ['RATE_LIMIT', { max_requests: 1_000_001, window_seconds: 60 }, 'rules.max_requests'],
    ['RATE_LIMIT', { max_requests: 1, window_seconds: '60' }, 'rules.window_seconds'],
    ['RATE_LIMIT', { max_requests: 1, window_seconds: 2_592_001 }, 'rules.window_seconds'],
    ['ALLOWED_NETWORKS', { networks: [{ network: 'base-sepolia' }, { network: 'eip155:84532' }] }, 'rules.networks.1'],
    ['ALLOWED_NETWORKS', { networks: [{ network: 'base' }] }, 'rules.networks.0.network'],
    ['WHITELIST', { allowed_addresses: [] }, 'rules.allowed_addresses'],
    ['WHITELIST', { allowed_addresses: [MIXED, MIXED.toLowerCase()] }, 'rules.allowed_addresses.1'],
    ['WHITELIST', { allowed_addresses: [MIXED.replace('A0b', 'a0B')] }, 'rules.allowed_addresses.0'],
    ['WHITELIST', { allowed_addresses: [SOL.slice(1)] }, 'rules.allowed_addresses.0'],
    ['WHITELIST', { allowed_addresses: null }, 'rules.allowed_addresses'],
    ['X402_ALLOWED_DOMAINS', { domains: ['*.dev'] }, 'rules.domains.0'],
    ['X402_ALLOWED_DOMAINS', { domains: ['pay.dev', 'PAY.dev.'] }, 'rules.domains.1'],
    ['X402_ALLOWED_DOMAINS', { domains: ['https://pay.dev'] }, 'rules.domains.0'],
    ['ERC8128_ALLOWED_DOMAINS', { domains: ['a.dev'], rate_limit_rpm: 6001 }, 'rules.rate_limit_rpm'],
    ['ALLOWED_TOKENS', { tokens: [{ address: P, assetId: `eip155:1/erc20:${MIXED}` }] }, 'rules.tokens.0.assetId'],
    ['ALLOWED_TOKENS', { tokens: [{ address: P, symbol: 'ELEVENCHARS' }] }, 'rules.tokens.0.symbol'],
    ['CONTRACT_WHITELIST', { contracts: [{ address: P, chain: 'solana' }] }, 'rules.contracts.0.chain'],
    ['METHOD_WHITELIST', { methods: [{ contractAddress: P, selectors: ['0x1234'] }] }, 'rules.methods.0.selectors.0'],
    ['METHOD_WHITELIST', { methods: [{ contractAddress: SOL, selectors: ['0x12345678'] }] }, 'rules.methods.0.contractAddress'],
    ['APPROVED_SPENDERS', { spenders: [{ address: P, maxAmount: 5 }] }, 'rules.spenders.0.maxAmount'],
    ['APPROVE_AMOUNT_LIMIT', { maxAmount: (2n ** 256n).toString() }, 'rules.maxAmount'],
    ['APPROVE_AMOUNT_LIMIT', { blockUnlimited: 'yes' }, 'rules.blockUnlimited'],
    ['LENDING_ASSET_WHITELIST', { assets: [{ address: P, extra: 1 }] }, 'rules.assets.0.extra'],
    ['LENDING_LTV_LIMIT', { maxLtv: 0.5, warningLtv: 0.6 }, 'rules.warningLtv'],
    ['PERP_MAX_LEVERAGE', { maxLeverage: 3, warningLeverage: '3.1' }, 'rules.warningLeverage'],
    ['PERP_MAX_POSITION_USD', { maxPositionUsd: 3, warningPositionUsd: 4 }, 'rules.warningPositionUsd'],
    ['LENDING_LTV_LIMIT', { maxLtv: 1.1 }, 'rules.maxLtv'],
    ['PERP_ALLOWED_MARKETS', { markets: [{ market: 'SOL-PERP' }, { market: 'sol-perp' }] }, 'rules.markets.1'],
    ['PERP_MAX_LEVERAGE', { maxLeverage: 0 }, 'rules.maxLeverage'],
    ['PERP_MAX_POSITION_USD', { maxPositionUsd: '-1' }, 'rules.maxPositionUsd'],
    ['VENUE_WHITELIST', { venues: [{ id: '' }] }, 'rules.venues.0.id'],
    ['SPENDING_LIMIT', {}, 'rules'],
    ['SPENDING_LIMIT', { instant_max_usd: 30, notify_max_usd: 20 }, 'rules.notify_max_usd'],
    ['SPENDING_LIMIT', { daily_limit_usd: 0 }, 'rules.daily_limit_usd'],
    ['SPENDING_LIMIT', { daily_limit_usd: '1e3' }, 'rules.daily_limit_usd'],
    ['SPENDING_LIMIT', { daily_limit_usd: 1, delay_seconds: 59 }, 'rules.delay_seconds'],
    [
      'SPENDING_LIMIT',
      { token_limits: { native: { instant_max: '1', notify_max: '1', delay_max: '1' } } },
      'rules.token_limits.native',
    ],
    ['APPROVE_TIER_OVERRIDE', { tier: 'DELAYED' }, 'rules.tier'],
    ['REPUTATION_THRESHOLD', { min_score: 100.5 }, 'rules.min_score'],
    ['ACTION_CATEGORY_LIMIT', { category: 'swap' }, 'rules'],
    ['ACTION_CATEGORY_LIMIT', { category: 'gambling', daily_limit_usd: 1 }, 'rules.category'],
  ])('%s %j', async (type, rules, member) => {
    const answer = await post('/v1/policies', { type, rules });
    expect(answer.status).toBe(400);
    expect(refusedPaths(answer)).toContain(member);
    const judged = await post('/v1/policies/evaluate', {
      walletId: 'label',
      policies: [{ type, rules }],
      request: { type: 'TRANSFER', network: 'base-sepolia', to: P, amount: '1' },
    });
    expect(judged.body).toMatchObject({ allowed: false, denyCode: 'POLICY_RULES_CORRUPT' });
  });
});

describe('a policy that is wrong in several places', () => {
  it('has all of them named at once, head and rules', async () => {
    const rules = { max_requests: 0, window_seconds: 60, extra: 1 };
    const answer = await post('/v1/policies', { type: 'RATE_LIMIT', rules, priority: 1.5, network: 'nowhere', colour: 'red' });
    expect(answer.status).toBe(400);
    expect([...refusedPaths(answer)].sort()).toEqual(['colour', 'network', 'priority', 'rules.extra', 'rules.max_requests']);
    const nameless = await post('/v1/policies', { type: 'NO_SUCH_TYPE', rules: {}, enabled: 'yes' });
    expect([...refusedPaths(nameless)].sort()).toEqual(['enabled', 'type']);
    expect(refusedPaths(await post('/v1/policies', { type: 7, rules: [] }))).toEqual(expect.arrayContaining(['type', 'rules']));
  });
});

describe('an edit that is wrong in several places', () => {
  const put = async (id: string, body: object) =>
    daemon.call(`/v1/policies/${id}`, { method: 'PUT', body, password: FIRST_PASSWORD });

  it('has all of them named at once, head and rules by the stored type', async () => {
    const walletId = await storeWallet(daemon.database);
    const created = await post('/v1/policies', { walletId, type: 'RATE_LIMIT', rules: { max_requests: 1, window_seconds: 60 } });
    const id = String(created.body['id']);
    const bad = { rules: { max_requests: 0, window_seconds: 60, extra: 1 }, priority: 1.5, colour: 'red' };
    const answer = await put(id, bad);
    expect(answer.status).toBe(400);
    expect([...refusedPaths(answer)].sort()).toEqual(['colour', 'priority', 'rules.extra', 'rules.max_requests']);
    // Of a policy that is not there nothing is said about rules.
    expect(refusedPaths(await put('0198f1aa-0000-7000-8000-000000000000', bad))).not.toContain('rules.extra');
    expect((await put(id, { rules: { max_requests: 2, window_seconds: 60 } })).body).toMatchObject({ version: 2 });
  });
});

describe('a stored rule that was broken behind the daemon', () => {
  it('denies what it applies to, and can be replaced', async () => {
    const walletId = await storeWallet(daemon.database);
    const created = await post('/v1/policies', { walletId, type: 'RATE_LIMIT', rules: { max_requests: 1, window_seconds: 60 } });
    const id = String(created.body['id']);
    await daemon.database.client.policy.update({ where: { id }, data: { rules: '{' } });
    const asked = { walletId, request: { type: 'TRANSFER', network: 'base-sepolia', to: P, amount: '1' } };
    expect((await post('/v1/policies/evaluate', asked)).body).toMatchObject({ denyCode: 'POLICY_RULES_CORRUPT' });
    const rules = { max_requests: 2, window_seconds: 60 };
    const mended = await daemon.call(`/v1/policies/${id}`, { method: 'PUT', body: { rules }, password: FIRST_PASSWORD });
    expect(mended).toMatchObject({ status: 200, body: { rules, version: 2 } });
    expect((await post('/v1/policies/evaluate', asked)).body).toMatchObject({ allowed: true });
  });
});
