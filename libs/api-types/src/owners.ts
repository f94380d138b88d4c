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
}

export type RemoveOwnerResponse = { ownerState: 'NONE' } | { ownerState: 'LOCKED'; ownerRemovalAt: number };

export interface KeepOwnerResponse {
  ownerState: 'LOCKED';
  ownerRemovalAt: null;
}
