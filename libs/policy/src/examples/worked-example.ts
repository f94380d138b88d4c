/** One request under some policies, with the verdict it has. Shown in `docs/policies.md`, judged by tests. */
export interface WorkedExample {
  /** The type it shows. */
  readonly type: string;
  readonly rules: object;
  /** What happens, in one line. */
  readonly says: string;
  readonly request: object;
  readonly denyCode?: string;
  readonly tier?: string;
  /** Further parts of the what-if; further policies stand beside the one it shows. */
  readonly more?: Readonly<Record<string, unknown>>;
}

export const NOW = '2026-07-14T07:30:00Z';

// Addresses without letters: every way of writing them is the same.
export const P = '0x1111111111111111111111111111111111111111';
export const Q = '0x2222222222222222222222222222222222222222';
export const R = '0x3333333333333333333333333333333333333333';
export const S = '0x4444444444444444444444444444444444444444';
export const K = '0x5555555555555555555555555555555555555555';
export const W = '0x7777777777777777777777777777777777777777';

/** Under it nothing is dear: what is above INSTANT comes from elsewhere. */
export const GENEROUS = { type: 'SPENDING_LIMIT', rules: { instant_max_usd: '999999999999999' } };

export const send = (more: object = {}): object => ({ type: 'TRANSFER', to: P, amount: '1', ...more });

export const pay = (to: string, amount = '1', token = K): object => ({
  type: 'TOKEN_TRANSFER',
  to,
  amount,
  token: { address: token },
});

export const approve = (spender: string, amount: string, token = K): object => ({
  type: 'APPROVE',
  spender,
  amount,
  token: { address: token },
});

export const call = (contractAddress: string, calldata = '0x12345678', more: object = {}): object => ({
  type: 'CONTRACT_CALL',
  contractAddress,
  calldata,
  ...more,
});

const OFF = Object.fromEntries(
  ['tokens', 'contracts', 'spenders', 'x402_domains', 'erc8128_domains', 'venues'].map((name) => [
    `policy.default_deny_${name}`,
    false,
  ]),
);

/** The body of the what-if that an example is. The defaults that deny are off, so that each type is seen by itself. */
export function whatIfOf({ type, rules, request, more = {} }: WorkedExample): Readonly<Record<string, unknown>> {
  const { policies = [], ...parts } = more as { readonly policies?: readonly object[] };
  const isLimit = type === GENEROUS.type;
  return {
    walletId: 'example',
    now: NOW,
    history: [],
    settings: OFF,
    prices: [
      { chain: 'ethereum', asset: 'native', usd: 3200 },
      { chain: 'solana', asset: 'native', usd: 180 },
      { chain: 'ethereum', asset: K, usd: 1 },
    ],
    context: { tokens: [{ chain: 'ethereum', address: K, decimals: 6 }] },
    ...parts,
    policies: [{ type, rules }, ...(isLimit ? [] : [GENEROUS]), ...policies],
    request: { network: 'base-mainnet', ...request },
  };
}
