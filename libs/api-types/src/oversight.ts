import type { NetworkAssets, WalletChain, WalletEnvironment, WalletStatus } from './wallets.js';

/** What master sees of money over time. USD and counts are decimal text, times Unix seconds. */
export interface LimitUsage {
  /** Null for a session's own limit and for a setting. */
  policyId: string | null;
  sessionId: string | null;
  /** A policy type, `CONSTRAINT` of a session, or `FEE`. */
  type: string;
  field: string;
  /** Where it is in force. */
  networks: string[];
  windowSeconds: number;
  limit: string;
  used: string;
  /** Zero once the limit is reached or passed. */
  remaining: string;
  /** Of `used`, what waiting and running requests hold: their end frees it, not time. Null where nothing is held. */
  reserved: string | null;
  /** Some amount of the window has no value that anybody knows, and counts as nothing. */
  hasUnvalued: boolean;
  /** From when on a part of it is free again, and when all that was spent by now is. Null: nothing is on its way out. */
  freesAt: number | null;
  emptyAt: number | null;
}

export interface SpentUsd {
  usd: string;
  hasUnvalued: boolean;
}

export interface WalletSpending {
  walletId: string;
  walletName: string;
  environment: WalletEnvironment;
  status: WalletStatus;
  /** The last 24 hours and the last 30 days, as the limits count them: what waits is in it. */
  spent: { day: SpentUsd; month: SpentUsd };
  limits: LimitUsage[];
}

export interface WalletLimitsResponse extends WalletSpending {
  asOf: number;
}

/** Wallets that have spent or asked within 30 days, the one that spent most first. */
export interface LimitsOverviewResponse {
  asOf: number;
  total: { day: SpentUsd; month: SpentUsd };
  data: WalletSpending[];
  /** How many such wallets there are; `total` and `data` are of at most 200 of them. */
  wallets: number;
}

/** Settled spending by hours, the empty ones left out. */
export interface SpendingHistoryResponse {
  from: number;
  to: number;
  points: { at: number; usd: string; requests: number; hasUnvalued: boolean }[];
}

export interface HeldAsset {
  network: string;
  symbol: string;
  balanceFormatted: string;
}

export interface WalletValue {
  walletId: string;
  walletName: string;
  environment: WalletEnvironment;
  /** Of all that has a price, to the cent. */
  usd: string;
  /** Held, and without a price. */
  unpriced: HeldAsset[];
  /** Networks that did not answer, with a code of the error list. */
  failed: { network: string; error: string }[];
}

export interface ValueSum {
  usd: string;
  /** Nothing is missing from it: all assets priced, all networks answered, all wallets counted. */
  isComplete: boolean;
}

export interface ValueResponse {
  asOf: number;
  mainnet: ValueSum;
  testnet: ValueSum;
  /** The newest 50 wallets at most. */
  data: WalletValue[];
  wallets: number;
}

export interface WalletHoldingsResponse {
  walletId: string;
  chain: WalletChain;
  environment: WalletEnvironment;
  asOf: number;
  networkAssets: NetworkAssets[];
}

export interface WorstCaseHorizon {
  horizonSeconds: number;
  /** Null where nothing bounds it, or what is at stake has no price: `reasons` says which. */
  usd: string | null;
  /** `OPAQUE_CALLS`, `MESSAGES`: no bound. `UNLISTED_TOKENS`, `UNREAD_BALANCE`, `UNPRICED`: no figure. */
  reasons: string[];
  /** What holds the figure: a policy's field, a session's own limit (`CONSTRAINT`), or the balance (`BALANCE`). */
  binding: { policyId: string | null; type: string; field: string | null } | null;
  /** Base units; `amount` is null where nothing bounds it. */
  assets: { network: string; asset: string; symbol: string; decimals: number; amount: string | null }[];
}

/** The most a stolen token of this session can move out of this wallet while nobody acts. */
export interface WorstCase {
  /** Null: a session without constraints, as one could be made now. */
  sessionId: string | null;
  label: string | null;
  horizons: WorstCaseHorizon[];
}

export interface WorstCaseResponse {
  walletId: string;
  asOf: number;
  /** Sessions that could be used now, then what the policies alone let through. */
  cases: WorstCase[];
  /** Without a node, so nothing is sent there: not looked at. */
  networksLeftOut: string[];
}
