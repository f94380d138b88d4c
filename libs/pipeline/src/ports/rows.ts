import type { Constraints, Wording } from '@waiaas/policy';
import type {
  AttemptKind,
  AttemptParams,
  AttemptState,
  Chain,
  Environment,
  Intent,
  NetworkName,
  OwnerConsent,
  OwnerState,
  Tier,
  TransactionStatus,
} from '@waiaas/core';

export interface WalletSnapshot {
  readonly id: string;
  readonly name: string;
  readonly chain: Chain;
  readonly environment: Environment;
  readonly address: string;
  readonly status: 'ACTIVE' | 'SUSPENDED' | 'TERMINATED';
  readonly ownerState: OwnerState;
  readonly ownerAddress: string | null;
}

export interface SessionSnapshot {
  readonly id: string;
  readonly isUsable: boolean;
  /** A token of it came back after it was replaced: nobody knows who asks. */
  readonly isHeld?: boolean;
  readonly constraints: Constraints;
  readonly hasDuplicateGuard: boolean;
}

export type WaitReason = 'DELAY' | 'APPROVAL' | 'GAS';
export type ApprovalReason = 'per_tx' | 'cumulative_daily' | 'cumulative_monthly' | 'floor' | 'unknown_value';

/** What a yes covers. It lapses; it never covers another request, more operations or a value more than a tenth higher. */
export interface Approval {
  readonly by: 'owner' | 'master';
  readonly at: number;
  readonly lapsesAt: number;
  readonly requestHash: string;
  readonly operations: readonly string[];
  readonly usdMicros: string | null;
  /** The text as the owner signed it: a signer whose key has a ceiling verifies it itself. */
  readonly consent?: OwnerConsent;
}

/** The verdict as it is stored with the row: everything it was made of, so that it can be explained years later. */
export interface StoredDecision {
  readonly tier: Tier | null;
  readonly allowed: boolean;
  readonly denyCode: string | null;
  readonly reason: string | null;
  readonly approvalReason: ApprovalReason | null;
  readonly delaySeconds: number | null;
  readonly approvalTimeoutSeconds: number | null;
  readonly usdMicros: string | null;
  readonly priceAt: number | null;
  readonly matched: readonly unknown[];
  readonly warnings: readonly unknown[];
  readonly suggestion: string | null;
  /** Reason and suggestion before any language. Rows of before have none. */
  readonly reasonWords?: Wording | null;
  readonly suggestionWords?: readonly Wording[];
  readonly operations: readonly StoredOperation[];
  readonly prices: readonly unknown[];
  readonly settings: Readonly<Record<string, unknown>>;
  readonly decidedAt: number;
}

/** One decoded effect, in the words an owner signs. `line` is canonical: two equal effects give equal lines. */
export interface StoredOperation {
  readonly line: string;
  readonly kind: string;
  /** Recipient, spender or called contract; null where there is none. */
  readonly target: string | null;
  readonly amount: string | null;
  /** `native`, a token address, or null. */
  readonly asset: string | null;
  readonly decimals: number | null;
  /** Of a call, as it was asked for. */
  readonly selector: string | null;
  /** Of an NFT, where one is named. */
  readonly tokenId: string | null;
  readonly isUnlimited: boolean;
  readonly isRevocation: boolean;
}

export interface SpendLine {
  readonly chain: Chain;
  readonly network: string;
  readonly asset: string | null;
  readonly amount: string | null;
  readonly usdMicros: string | null;
  /** The largest fee of the bytes. */
  readonly isFee: boolean;
}

/** A row of the transactions table as the pipeline sees it. */
export interface TransactionRow {
  readonly id: string;
  readonly walletId: string;
  readonly sessionId: string | null;
  readonly origin: string;
  /** Where the request came from. */
  readonly ipAddress: string | null;
  readonly status: TransactionStatus;
  readonly revision: number;
  readonly tier: Tier | null;
  readonly servedTier: Tier | null;
  readonly chain: Chain;
  readonly network: NetworkName;
  readonly intent: Intent;
  readonly requestHash: string;
  readonly decision: StoredDecision;
  readonly policySetVersion: number;
  readonly usdMicros: string | null;
  readonly maxFee: bigint;
  readonly waitReason: WaitReason | null;
  readonly approvalReason: ApprovalReason | null;
  readonly executeAt: number | null;
  readonly expiresAt: number | null;
  readonly approval: Approval | null;
  readonly txHash: string | null;
  readonly createdAt: number;
  /** It was open in a backup that was restored. */
  readonly isRestored?: true;
}

export interface AttemptRow {
  readonly id: string;
  readonly transactionId: string;
  readonly walletId: string;
  readonly network: NetworkName;
  readonly number: number;
  readonly kind: AttemptKind;
  readonly state: AttemptState;
  readonly outcome: 'known' | 'unknown';
  readonly nonce: number | null;
  readonly lastValidBlockHeight: number | null;
  readonly params: AttemptParams;
  readonly raw: string | null;
  readonly txHash: string | null;
  readonly lastBroadcastAt: number | null;
  readonly blockNumber: number | null;
  readonly createdAt: number;
}

/** One step of a row's life. Applied only if the row still is where `from` and `revision` say. */
/** What a row's move from one status to the next is made of, and told by. */
export type MovedRow = Pick<TransactionRow, 'id' | 'walletId' | 'sessionId' | 'origin' | 'ipAddress' | 'status' | 'revision'>;

export interface Transition<Row extends MovedRow = MovedRow> {
  readonly row: Row;
  readonly to: TransactionStatus;
  readonly at: number;
  readonly actor: string;
  /** Where the actor's request came from; absent for what the daemon does by itself. */
  readonly ipAddress?: string;
  readonly set?: TransitionFields;
  /** Somebody's no to a waiting request: the same end as a cancel, another fact for the record. */
  readonly isRejection?: boolean;
}

export interface TransitionFields {
  readonly tier?: Tier | null;
  readonly servedTier?: Tier | null;
  readonly decision?: StoredDecision;
  readonly policySetVersion?: number;
  readonly usdMicros?: string | null;
  readonly maxFee?: bigint;
  readonly waitReason?: WaitReason | null;
  readonly approvalReason?: ApprovalReason | null;
  readonly executeAt?: number | null;
  readonly expiresAt?: number | null;
  readonly approval?: Approval | null;
  readonly txHash?: string | null;
  readonly errorCode?: string | null;
  readonly error?: string | null;
  readonly finalizedAt?: number | null;
}
