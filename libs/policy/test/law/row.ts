import { expect, it } from 'vitest';
import type { DecisionResult } from '../../src/decision.js';
import { decisionOn, K, N, NOW, OPEN } from '../verdict.js';

/** One sentence of the law, a request it is about, and what has to come of it. */
export type Row = readonly [
  sentence: string,
  given: { readonly request: object; readonly policies?: readonly object[]; readonly [part: string]: unknown },
  expected: Expected,
];

export interface Expected extends Partial<Omit<DecisionResult, 'warnings' | 'matched'>> {
  /** Codes of every denial, in any order. */
  readonly denials?: readonly string[];
  /** Codes of the warnings, a period behind a slash. */
  readonly warnings?: readonly string[];
}

/** ETH is 3200 USD, SOL 180, K a token with 6 decimals at 1 USD, N a collection. Default-denies are off unless a row has settings. */
const WORLD = {
  walletId: 'w',
  now: NOW,
  settings: {
    ...OPEN,
    'policy.default_deny_x402_domains': false,
    'policy.default_deny_erc8128_domains': false,
    'policy.default_deny_venues': false,
  },
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
};

/** Runs rows one by one, each under its sentence. */
export function holds(rows: readonly Row[]): void {
  it.each(rows)('%s', (_, given, { denials, warnings, ...expected }) => {
    const { result } = decisionOn({ ...WORLD, policies: [], ...given });
    expect(result).toMatchObject(expected);
    if (denials !== undefined) {
      const codes = result.matched.flatMap(({ outcome, code }) => (outcome === 'deny' ? [code] : []));
      expect([...new Set(codes)].sort()).toEqual([...denials].sort());
    }
    if (warnings !== undefined) {
      expect(result.warnings.map(({ code, period }) => (period === undefined ? code : `${code}/${period}`))).toEqual(warnings);
    }
  });
}

export const ETHER = 10n ** 18n;
export const denied = (denyCode: string, more: Expected = {}): Expected => ({ allowed: false, tier: null, denyCode, ...more });
export const allowed = (tier: 'INSTANT' | 'NOTIFY' | 'DELAY' | 'APPROVAL', more: Expected = {}): Expected => ({
  allowed: true,
  tier,
  denyCode: null,
  reason: null,
  ...more,
});
/** Everything is cheap: what is above INSTANT comes from elsewhere. */
export const CHEAP = { type: 'SPENDING_LIMIT', rules: { instant_max_usd: '999999999999' } };
export const policy = (type: string, rules: object, more: object = {}) => ({ type, rules, ...more });
export const eth = (amount: bigint | string, to: string, more: object = {}) => ({
  type: 'TRANSFER',
  network: 'base-mainnet',
  to,
  amount: String(amount),
  ...more,
});
export const tokens = (amount: bigint | string, to: string, more: object = {}) => ({
  type: 'TOKEN_TRANSFER',
  network: 'base-mainnet',
  to,
  amount: String(amount),
  token: { address: K },
  ...more,
});
export const allowance = (amount: bigint | string, spender: string, more: object = {}) => ({
  type: 'APPROVE',
  network: 'base-mainnet',
  spender,
  amount: String(amount),
  token: { address: K },
  ...more,
});
export const call = (contractAddress: string, calldata?: string, more: object = {}) => ({
  type: 'CONTRACT_CALL',
  network: 'base-mainnet',
  contractAddress,
  ...(calldata === undefined ? {} : { calldata }),
  ...more,
});
