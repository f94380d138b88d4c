import type { Chain, OwnerState, Tier } from '@waiaas/core';

/** A row of the ledger, or of a what-if. Hourly totals are rows too: `count` says how many requests they stand for. */
export interface HistoryRow {
  readonly type: string;
  readonly status: string;
  /** Unix seconds: when value left; until then, when it was asked. */
  readonly at: number;
  readonly chain?: Chain;
  readonly network?: string;
  /** `native` or a canonical token address. */
  readonly asset?: string;
  /** Base units. */
  readonly amount?: bigint;
  /** USD value in micro-dollars, rounded up when it was stored; undefined = not valued. */
  readonly usdMicros?: bigint;
  /** The same to the last of 18 places, where it was told rather than stored. */
  readonly usdAttos?: bigint;
  readonly walletId?: string;
  /** Of the request; `fee` for what a request costs beside what it moves. */
  readonly category?: string;
  readonly domain?: string;
  readonly sessionId?: string;
  /** Requests this row stands for. Default 1; 0 for further assets of a request whose first line is counted. */
  readonly count?: number;
  /** Of a row of totals: the seconds from `at` on that it stands for. */
  readonly spanSeconds?: number;
}

export interface PriceFact {
  readonly chain: Chain;
  /** Undefined: for every network of the chain. */
  readonly network?: string;
  /** `native` or a canonical token address. */
  readonly asset: string;
  /** Decimal text, USD for one whole unit; undefined when unavailable. */
  readonly usd?: string;
  readonly status: 'ok' | 'unavailable';
  readonly ageSeconds: number;
  readonly quotes: readonly string[];
}

export interface KnownToken {
  readonly chain: Chain;
  readonly address: string;
  readonly decimals?: number;
  /** Undefined with decimals = fungible. */
  readonly standard?: 'ERC-20' | 'ERC-721' | 'ERC-1155' | 'SPL';
  /** Live only: a mint with extensions that let somebody else move, block or tax it. */
  readonly hasRiskyExtension?: boolean;
  /** Live only: neither registry, lists nor the wallet's own past know it. Taking an allowance for it back is judged as granting one. */
  readonly isUnfamiliar?: boolean;
}

export interface PolicyContext {
  readonly reputation?: { readonly rated: boolean; readonly score?: string };
  readonly lendingPosition?: { readonly collateralUsd: string; readonly debtUsd: string };
  readonly trustedProvider?: boolean;
  readonly actionTier?: Tier;
  readonly tokens?: readonly KnownToken[];
  /** Tokens of the request with the decimals it tells: the registry's, where nothing above says otherwise. Set by `evaluate`. */
  readonly requested?: readonly KnownToken[];
  readonly tokenAccounts?: readonly { readonly address: string; readonly owner: string; readonly mint: string }[];
  /** Live only: called contracts that are tokens, by registry, lists, holdings or their own answer. Nobody guesses what a token's unknown method moves. */
  readonly tokenContracts?: readonly string[];
  /** Live only: addresses of the request that have no code on its network, and those that have code elsewhere but none here. */
  readonly withoutCode?: readonly string[];
  readonly codeElsewhere?: readonly string[];
}

export interface PolicySettings {
  readonly defaultDenyTokens: boolean;
  readonly defaultDenyContracts: boolean;
  readonly defaultDenySpenders: boolean;
  readonly defaultDenyX402Domains: boolean;
  readonly defaultDenyErc8128Domains: boolean;
  readonly defaultDenyVenues: boolean;
  readonly signMessageDefaultTier: Tier;
  readonly typedDataDefaultTier: Tier;
  readonly defaultDelaySeconds: number;
  readonly defaultApprovalTimeoutSeconds: number;
  readonly defaultErc8128Rpm: number;
}

/** The largest native fee the bytes allow. Spends in the windows; above `cap` the request is denied FEE_TOO_HIGH. */
export interface FeeFact {
  readonly amount: bigint;
  readonly cap: bigint;
  /** The fees of the day with this one, against their budget, in USD: above it a human is asked. */
  readonly dailyBudget?: { readonly limit: string; readonly actual: string; readonly isExceeded: boolean };
}

export interface Constraints {
  readonly types?: readonly string[];
  readonly networks?: readonly string[];
  readonly recipients?: readonly string[];
  readonly maxUsdPerTx?: string;
  readonly dailyUsd?: string;
  readonly maxTier?: Tier;
}

/** Everything the verdict may look at. Nothing here comes from the caller of a live route. */
export interface Facts {
  readonly walletId: string;
  readonly ownerState: OwnerState;
  /** Unix seconds; may have a fraction in a what-if. */
  readonly now: number;
  /** The row under judgement is left out. */
  readonly history: readonly HistoryRow[];
  readonly prices: readonly PriceFact[];
  readonly context: PolicyContext;
  readonly settings: PolicySettings;
  /** Nobody can tell how late it is, so windows and hours prove nothing: a human is asked. */
  readonly isClockInDoubt?: boolean;
  readonly session: { readonly id?: string; readonly constraints: Constraints } | null;
  readonly fee?: FeeFact;
}
