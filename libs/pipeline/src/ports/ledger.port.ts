import type { Intent, NetworkName, Tier, TransactionStatus } from '@waiaas/core';
import type { HistoryRow, PolicySet, PolicySettings } from '@waiaas/policy';
import type {
  ApprovalReason,
  SessionSnapshot,
  SpendLine,
  StoredDecision,
  TransactionRow,
  Transition,
  WaitReason,
  WalletSnapshot,
} from './rows.js';

/** What one wallet has promised on one network and no block holds yet: amounts and fee caps of running requests. */
export interface Promised {
  readonly native: bigint;
  readonly tokens: ReadonlyMap<string, bigint>;
}

export interface Waiting {
  readonly session: number;
  readonly wallet: number;
}

export interface NewTransaction {
  readonly id: string;
  readonly sessionId: string | null;
  readonly origin: string;
  readonly status: TransactionStatus;
  readonly tier: Tier | null;
  readonly intent: Intent;
  readonly requestHash: string;
  readonly decision: StoredDecision;
  readonly spends: readonly SpendLine[];
  readonly usdMicros: string | null;
  readonly maxFee: bigint;
  readonly waitReason: WaitReason | null;
  readonly approvalReason: ApprovalReason | null;
  readonly executeAt: number | null;
  readonly expiresAt: number | null;
  readonly errorCode: string | null;
  readonly symbol: string | null;
  readonly decimals: number | null;
  readonly at: number;
  readonly actor: string;
  /** Null for what the daemon does by itself. */
  readonly ipAddress: string | null;
}

/** The locked view of one wallet: read, decide, write, all in one database transaction. */
export interface LedgerView {
  readonly wallet: WalletSnapshot;
  readonly session: SessionSnapshot | null;
  readonly isSystemLocked: boolean;
  readonly policies: PolicySet;
  readonly policySetVersion: number;
  readonly settings: PolicySettings;
  /** Windows may be wrong: whatever is judged asks a human. */
  readonly isClockInDoubt?: boolean;
  /** Rows of the windows and everything open, the row under judgement left out. */
  history(now: number, exceptTransactionId?: string): Promise<readonly HistoryRow[]>;
  promised(network: NetworkName, exceptTransactionId?: string): Promise<Promised>;
  row(transactionId: string): Promise<TransactionRow | undefined>;
  /** How many rows of this session, and of this wallet, wait for a time, a price of gas or a person. */
  waiting(): Promise<Waiting>;
  /** Writes row, ledger lines, event and audit. False where a refusal is one too many to be kept, and is counted instead. */
  insert(row: NewTransaction): Promise<boolean>;
  /** False when the row has moved on: nothing is written then. */
  apply(transition: Transition<TransactionRow>, spends?: readonly SpendLine[]): Promise<boolean>;
}

/** What the policies of a wallet name, in force or not. Addresses are canonical. */
export interface ListedAddresses {
  readonly policySetVersion: number;
  /** ALLOWED_TOKENS. */
  readonly tokens: ReadonlySet<string>;
  /** WHITELIST. */
  readonly recipients: ReadonlySet<string>;
}

/**
 * Decision and budget in one place. `underLock` holds the wallet's lock (or one that is every wallet's) and one database transaction while `work` runs:
 * whatever it throws rolls everything back. No network call may be made inside.
 */
export interface LedgerPort {
  underLock<T>(walletId: string, sessionId: string | null, work: (view: LedgerView) => Promise<T>): Promise<T>;
  /** Assets that open or recent rows hold without a USD value; their prices are wanted before the lock. */
  unvaluedAssets(walletId: string): Promise<readonly { readonly network: NetworkName; readonly asset: string }[]>;
  listed(walletId: string): Promise<ListedAddresses>;
  /** Those of the tokens of which this wallet granted an allowance there before. */
  approvedTokens(walletId: string, network: NetworkName, tokens: readonly string[]): Promise<readonly string[]>;
}
