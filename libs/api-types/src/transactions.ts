import type { WordingItem } from './policies.js';

export type TransactionStatusName =
  'PENDING' | 'QUEUED' | 'EXECUTING' | 'SUBMITTED' | 'CONFIRMED' | 'DENIED' | 'FAILED' | 'CANCELLED' | 'EXPIRED' | 'SIGNED';
export type TierName = 'INSTANT' | 'NOTIFY' | 'DELAY' | 'APPROVAL';

export interface TokenReference {
  readonly address?: string;
  /** Must be the real figure. */
  readonly decimals?: number;
  /** Taken and ignored. */
  readonly symbol?: string;
  /** CAIP-19; an address given with it must match. */
  readonly assetId?: string;
  /** NFTs alone. */
  readonly tokenId?: string;
  readonly standard?: string;
}

export interface NftReference {
  readonly tokenId: string;
  readonly standard: string;
}

export interface GasConditionRequest {
  readonly maxGasPrice?: string;
  readonly maxPriorityFee?: string;
  readonly timeout?: number;
}

export interface SolanaAccountReference {
  readonly pubkey: string;
  readonly isSigner: boolean;
  readonly isWritable: boolean;
}

export interface SolanaInstructionRequest {
  readonly programId: string;
  readonly accounts?: readonly SolanaAccountReference[];
  /** base64. */
  readonly data: string;
}

/** What one instruction of a batch may say. */
export interface InstructionRequest {
  readonly type?: string;
  readonly to?: string;
  readonly amount?: string;
  readonly humanAmount?: string;
  readonly token?: TokenReference;
  readonly spender?: string;
  readonly nft?: NftReference;
  readonly calldata?: string;
  /** Taken and ignored, but for the arguments of a constructor. */
  readonly abi?: readonly unknown[];
  readonly value?: string;
  readonly programId?: string;
  readonly instructionData?: string;
  readonly accounts?: readonly SolanaAccountReference[];
  readonly preInstructions?: readonly SolanaInstructionRequest[];
  readonly postInstructions?: readonly SolanaInstructionRequest[];
  readonly addressLookupTableAddresses?: readonly string[];
  /** Taken and dropped. */
  readonly actionProvider?: string;
  readonly actionName?: string;
}

/** The body of send and simulate. Which members a type takes is judged with it. */
export interface SendRequest extends InstructionRequest {
  readonly walletId?: string;
  readonly network?: string;
  readonly memo?: string;
  readonly gasCondition?: GasConditionRequest;
  readonly allowDuplicate?: boolean;
  readonly instructions?: readonly InstructionRequest[];
  readonly bytecode?: string;
  /** ABI-encoded in 0x hex, or values for the constructor in `abi`. */
  readonly constructorArgs?: string | readonly unknown[];
}

export interface BudgetEntry {
  readonly window: 'daily' | 'monthly';
  readonly limitUsd: string;
  readonly remainingUsd: string;
}

export interface SendResponse {
  readonly id: string;
  readonly status: TransactionStatusName;
  readonly tier: TierName;
  readonly walletId: string;
  readonly network: string;
  readonly requestHash: string;
  readonly policySetVersion: number;
  readonly budget: readonly BudgetEntry[];
  readonly waitReason?: 'DELAY' | 'APPROVAL' | 'GAS';
  readonly executeAt?: number;
  readonly expiresAt?: number;
  readonly approvalReason?: string;
  readonly txHash?: string;
}

export interface DenialDetails {
  /** Null where a session was refused so often that its refusals are counted and not kept. */
  readonly transactionId: string | null;
  readonly policyType: string;
  readonly policyId: string | null;
  readonly denyCode: string;
  readonly field: string | null;
  readonly limit: string | null;
  readonly actual: string | null;
  readonly suggestion?: string;
}

export interface TransactionResponse {
  readonly id: string;
  readonly walletId: string;
  readonly sessionId: string | null;
  readonly type: string;
  readonly status: TransactionStatusName;
  readonly tier: TierName | null;
  readonly chain: string;
  readonly network: string;
  readonly toAddress: string | null;
  readonly amount: string | null;
  readonly txHash: string | null;
  readonly error: string | null;
  readonly errorCode: string | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly chainId: string;
  readonly amountFormatted: string | null;
  readonly amountDecimals: number | null;
  readonly amountSymbol: string | null;
  readonly waitReason: string | null;
  readonly executeAt: number | null;
  readonly expiresAt: number | null;
  readonly approvedBy: string | null;
  readonly approvedAt: number | null;
  readonly finalizedAt: number | null;
  readonly requestHash: string;
  readonly policySetVersion: number;
  /** As it was asked for, and as `requestHash` covers it. On Solana it goes out with the payment; on EVM it stays here. */
  readonly memo: string | null;
}

export interface AttemptResponse {
  readonly id: string;
  readonly number: number;
  readonly kind: string;
  readonly state: string;
  readonly outcome: string;
  readonly txHash: string | null;
  readonly nonce?: number;
  readonly lastValidBlockHeight?: number;
  readonly fee: Readonly<Record<string, unknown>>;
  readonly rawTransaction: string | null;
  readonly broadcastAt: number | null;
  readonly blockNumber: number | null;
  readonly confirmations: number;
  readonly errorCode: string | null;
}

export interface DecisionResponse {
  readonly tier: TierName | null;
  readonly allowed: boolean;
  readonly denyCode: string | null;
  readonly reason: string | null;
  /** `reason` before any language; null too in rows that were decided before it was kept. */
  readonly reasonWords: WordingItem | null;
  readonly approvalReason: string | null;
  readonly delaySeconds: number | null;
  readonly usd: string | null;
  readonly priceAt: number | null;
  readonly matched: readonly unknown[];
  readonly warnings: readonly unknown[];
}

export interface TransactionDetailResponse extends TransactionResponse {
  readonly attempts: readonly AttemptResponse[];
  readonly decision: DecisionResponse;
}

export interface TransactionPageResponse {
  readonly items: readonly TransactionResponse[];
  readonly cursor: string | null;
  readonly hasMore: boolean;
}

export interface CancelResponse {
  readonly id: string;
  readonly status: 'CANCELLED';
}

/** Either a raise on both fees, in percent, or the fees themselves, base units of the coin for a unit of gas. */
export interface SpeedUpRequest {
  /** At least 12.5; without a body 25, and at least what the network asks for now. */
  readonly bumpPercent?: number;
  readonly maxFeePerGas?: string;
  readonly maxPriorityFeePerGas?: string;
}

export interface ReplaceResponse {
  readonly id: string;
  readonly status: 'SUBMITTED';
  readonly attempt: AttemptResponse;
}

export interface ApproveRequest {
  /** Without an owner master may pin what it approves; another value is stale. */
  readonly requestHash?: string;
}

export interface ApproveResponse {
  readonly id: string;
  readonly status: 'EXECUTING' | 'QUEUED';
  readonly approvedAt: number;
  readonly approvedBy: 'owner' | 'master';
}

export interface RejectRequest {
  /** In the words of who refuses, at most 500 characters without control characters; the agent reads it as `error` of its transaction. */
  reason?: string;
}

export interface RejectResponse extends CancelResponse {
  readonly rejectedAt: number;
}

/** A row of the admin's list (api.md §10). */
export interface AdminTransaction extends TransactionResponse {
  readonly walletName: string | null;
  readonly formattedAmount: string | null;
  /** As it was valued when it was judged; for display only. */
  readonly amountUsd: number | null;
}

/** Newest first. Pages by cursor neither repeat nor miss a row while others arrive; pages by offset may. */
export interface AdminTransactionPage {
  readonly items: readonly AdminTransaction[];
  readonly total: number;
  /** How many newer rows stand before this page, however it was asked for. */
  readonly offset: number;
  readonly limit: number;
  /** For `cursor`: the rows right after this page. Null where there are none. */
  readonly cursor: string | null;
  readonly hasMore: boolean;
  /** For `newerCursor`: the rows right before this page. Null where there are none. */
  readonly newerCursor: string | null;
}
