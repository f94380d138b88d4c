import { judgeWhatIf } from '../src/what-if/what-if.js';
import { parseWhatIf } from '../src/what-if/parse-what-if.js';
import { POLICY_SETTINGS_DEFAULTS } from '../src/settings.js';
import type { Decision } from '../src/decision.js';

export const NOW = 1_800_000_000;

// Addresses without letters: every way of writing them is the same.
export const P = '0x1111111111111111111111111111111111111111';
export const Q = '0x2222222222222222222222222222222222222222';
export const R = '0x3333333333333333333333333333333333333333';
export const S = '0x4444444444444444444444444444444444444444';
export const K = '0x5555555555555555555555555555555555555555';
export const N = '0x6666666666666666666666666666666666666666';

/** Every default-deny off, so that a test sees what it switches on. */
export const OPEN = {
  'policy.default_deny_tokens': false,
  'policy.default_deny_contracts': false,
  'policy.default_deny_spenders': false,
};

/** K has 6 decimals and costs a dollar, N is a collection; ether costs 3200. */
export const WORLD = {
  now: NOW,
  prices: [
    { chain: 'ethereum', asset: 'native', usd: 3200 },
    { chain: 'ethereum', asset: K, usd: '1' },
    { chain: 'solana', asset: 'native', usd: 180 },
  ],
  context: {
    tokens: [
      { chain: 'ethereum', address: K, decimals: 6 },
      { chain: 'ethereum', address: N, standard: 'ERC-721' },
    ],
  },
  settings: OPEN,
};

/** Everything is cheap: what remains above INSTANT comes from the request itself. */
export const GENEROUS = { type: 'SPENDING_LIMIT', rules: { instant_max_usd: '999999999999' } };

/** The verdict on the body of a what-if, which must be well-formed. */
export function decisionOn(body: Readonly<Record<string, unknown>>): Decision {
  const parsed = parseWhatIf(body);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return judgeWhatIf(parsed.value, {
    policies: [],
    history: [],
    now: NOW,
    prices: [],
    context: {},
    settings: POLICY_SETTINGS_DEFAULTS,
    ownerState: 'NONE',
  });
}

/** A call on an EVM network in the world of these tests, under a generous limit and the policies given. */
export function onCall(request: Readonly<Record<string, unknown>>, ...policies: readonly object[]): Decision {
  return decisionOn({
    ...WORLD,
    policies: [GENEROUS, ...policies],
    request: { type: 'CONTRACT_CALL', network: 'ethereum-mainnet', contractAddress: R, ...request },
  });
}

/** Each operation in a word or two, without its path. */
export function seen(decision: Decision): readonly string[] {
  return decision.operations.map(({ path, kind, target, amount }) => `${path} ${kind} ${target ?? '-'} ${String(amount)}`);
}
