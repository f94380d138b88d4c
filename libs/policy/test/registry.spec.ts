import { describe, expect, it } from 'vitest';
import { policiesPage } from '../src/examples/policies-page.js';
import { WORKED_EXAMPLES } from '../src/examples/tier-examples.js';
import { whatIfOf } from '../src/examples/worked-example.js';
import { policyTypes, validatePolicy } from '../src/index.js';
import { decisionOn } from './verdict.js';

const ORDER = [
  ...['TIME_RESTRICTION', 'RATE_LIMIT', 'ALLOWED_NETWORKS', 'WHITELIST', 'X402_ALLOWED_DOMAINS', 'ERC8128_ALLOWED_DOMAINS'],
  ...['ALLOWED_TOKENS', 'CONTRACT_WHITELIST', 'METHOD_WHITELIST', 'APPROVED_SPENDERS', 'APPROVE_AMOUNT_LIMIT'],
  ...['LENDING_ASSET_WHITELIST', 'LENDING_LTV_LIMIT', 'PERP_ALLOWED_MARKETS', 'PERP_MAX_LEVERAGE', 'PERP_MAX_POSITION_USD'],
  ...['VENUE_WHITELIST', 'SPENDING_LIMIT', 'APPROVE_TIER_OVERRIDE', 'REPUTATION_THRESHOLD', 'ACTION_CATEGORY_LIMIT'],
];

describe('the registry', () => {
  it('holds the 21 types in the order denials are reported in', () => {
    expect(policyTypes().map(({ type }) => type)).toEqual(ORDER);
  });

  it('says which eight deny by their absence', () => {
    expect(policyTypes().flatMap(({ type, defaultDeny }) => (defaultDeny ? [type] : []))).toEqual([
      ...['X402_ALLOWED_DOMAINS', 'ERC8128_ALLOWED_DOMAINS', 'ALLOWED_TOKENS', 'CONTRACT_WHITELIST'],
      ...['APPROVED_SPENDERS', 'LENDING_ASSET_WHITELIST', 'PERP_ALLOWED_MARKETS', 'VENUE_WHITELIST'],
    ]);
  });

  it('has an example of its own rules for each that its schema accepts as it is', () => {
    for (const { type, example } of policyTypes()) {
      expect(validatePolicy({ type, rules: example })).toMatchObject({ ok: true, value: { rules: example } });
    }
  });

  it.each(ORDER)('shows %s refusing something, or asking for more than INSTANT', (type) => {
    const telling = WORKED_EXAMPLES.filter((one) => one.type === type && one.tier !== 'INSTANT');
    expect(telling.length).toBeGreaterThan(0);
  });

  it.each(WORKED_EXAMPLES.map((one) => [`${one.type}: ${one.says}`, one] as const))('%s', (_, example) => {
    const { result } = decisionOn(whatIfOf(example));
    expect([result.denyCode, result.tier]).toEqual([example.denyCode ?? null, example.tier ?? null]);
    expect(result.matched.map(({ type }) => type)).toContain(example.type);
  });

  it('is the page in docs; `vitest -u` writes it anew after a type changed', async () => {
    await expect(policiesPage()).toMatchFileSnapshot('../../../docs/policies.md');
  });
});
