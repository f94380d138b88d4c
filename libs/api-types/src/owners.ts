import type { TransactionResponse } from './transactions.js';
import type { WalletDetail } from './wallets.js';

/** Owner routes (api.md §3.3, §9). Times are Unix seconds. */
export type OwnerChallengeAction =
  | 'login'
  | 'freeze'
  | 'approve'
  | 'reject'
  | 'verify'
  | 'withdraw'
  | 'export'
  | 'remove-owner'
  | 'keep-owner'
  | 'resume'
  | 'terminate'
  | 'purge'
  | 'loosen';

export interface OwnerChallengeRequest {
  action: OwnerChallengeAction;
  address: string;
  chain: 'solana' | 'ethereum';
  transactionId?: string;
  walletId?: string;
  network?: string;
  /** The body of the act to be signed, where the act has one. */
  body?: Record<string, unknown>;
  format?: 'siwe' | 'line';
  expiresInSeconds?: number;
}

export interface OwnerChallengeResponse {
  nonce: string;
  message: string;
  /** For `X-Owner-Message`: a text of several lines cannot travel in a header. */
  messageBase64: string;
  requestHash?: string;
  policySetVersion?: number;
  expiresAt: number;
}

export type ApprovalMethod = 'sdk_push' | 'sdk_telegram' | 'walletconnect' | 'telegram_bot' | 'rest';

export interface SetOwnerRequest {
  owner_address: string;
  approval_method?: ApprovalMethod | null;
  wallet_type?: string | null;
}

export interface SetOwnerResponse extends WalletDetail {
  /** What the change means beyond the row, in one sentence. */
  warning: string | null;
}

export interface VerifyOwnerResponse {
  ownerState: 'LOCKED';
  ownerAddress: string;
  ownerVerified: true;
  /** Of an owner that is a contract, where one RPC endpoint alone vouches for it. */
  warning?: string;
}

export type RemoveOwnerResponse = { ownerState: 'NONE' } | { ownerState: 'LOCKED'; ownerRemovalAt: number };

export interface KeepOwnerResponse {
  ownerState: 'LOCKED';
  ownerRemovalAt: null;
}

/** One operation as it is decoded; `symbol` reads UNVERIFIED and the address's ends where no registry knows the token. */
export interface InboxOperation {
  kind: string;
  target: string | null;
  amount: string | null;
  symbol: string;
  decimals: number | null;
  asset: string | null;
  selector: string | null;
}

export interface InboxBalanceChange {
  asset: string;
  symbol: string;
  decimals: number | null;
  /** Base units with their sign; null where it could not be decoded. */
  changeAmount: string | null;
}

export interface InboxItem {
  transaction: TransactionResponse;
  decoded: {
    summary: string;
    operations: InboxOperation[];
    balanceChanges: InboxBalanceChange[];
    /** At least one address that the wallet has never paid. */
    firstTimeRecipient: boolean;
    /** An address with the same first and last characters as one the wallet knows, which is not that one. */
    lookAlike: { address: string; resembles: string } | null;
  };
  /** As the text to be signed says it; null where no price was known when the request was judged. */
  usd: string | null;
  /** The request as it was hashed: the SHA-256 of this text is `requestHash`, which stands in the text to be signed. */
  request: string;
  requestHash: string;
  policySetVersion: number;
  approvalReason: string | null;
  expiresAt: number | null;
}

export interface OwnerApprovalsResponse {
  data: InboxItem[];
  nextCursor: string | null;
  hasMore: boolean;
  /** Last row of the audit chain: what an owner has seen cannot be rewritten unseen. */
  audit: { id: number; hash: string } | null;
}

/** Sweeps a wallet to its owner (api.md §7). */
export interface WithdrawRequest {
  network?: string;
  /** `native`, token addresses or CAIP-19 ids; everything the daemon knows of where it is absent. */
  assets?: string[];
}

export interface WithdrawResult {
  asset: string;
  /** Base units. */
  amount: string;
  status: 'success' | 'failed' | 'pending';
  /** Null where it failed before a row was written. */
  transactionId: string | null;
  txHash?: string;
  /** An error code. */
  error?: string;
}

export interface WithdrawResponse {
  total: number;
  succeeded: number;
  failed: number;
  results: WithdrawResult[];
}
