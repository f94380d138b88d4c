import type { TierName } from './transactions.js';

export interface SignTransactionRequest {
  readonly transaction: string;
  readonly network?: string;
  readonly walletId?: string;
  readonly chain?: string;
}

export interface SignedOperation {
  readonly type: string;
  readonly to: string | null;
  readonly amount: string | null;
  /** A token's address; null for coins. */
  readonly token: string | null;
  readonly programId: string | null;
  readonly method: string | null;
}

export interface SignTransactionResponse {
  readonly id: string;
  readonly signedTransaction: string;
  /** Null where another payer has yet to sign. */
  readonly txHash: string | null;
  readonly operations: readonly SignedOperation[];
  readonly policyResult: { readonly tier: TierName };
}

export interface SignMessageRequest {
  readonly signType?: 'personal' | 'typedData';
  readonly message?: string;
  readonly typedData?: Readonly<Record<string, unknown>>;
  readonly network?: string;
  readonly walletId?: string;
}

export interface SignMessageResponse {
  readonly id: string;
  /** 0x hex with v (EVM), base58 (Solana). */
  readonly signature: string;
  readonly signType: 'personal' | 'typedData';
}
