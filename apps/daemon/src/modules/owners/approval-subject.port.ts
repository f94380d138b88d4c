import type { Chain, NetworkName, TransactionStatus } from '@waiaas/core';

/** One decoded operation of a stored request, as the decision saw it. */
export interface ApprovalOperation {
  /** The canonical line an approval covers: equal lines are the same operation, in order. */
  readonly line: string;
  /** TRANSFER, TOKEN_TRANSFER, NFT_TRANSFER, APPROVE, CONTRACT_CALL, CONTRACT_DEPLOY. */
  readonly kind: string;
  /** Recipient, spender or called contract, canonical and whole. Null for a deployment. */
  readonly target: string | null;
  /** Base units; null where it could not be decoded. */
  readonly amount: string | null;
  /** Only what the built-in or the operator's token registry says. Null reads UNVERIFIED in the text. */
  readonly symbol: string | null;
  readonly decimals: number | null;
  /** `native:<network>` or a CAIP-19 id; null where the operation has no asset. */
  readonly asset: string | null;
  /** The method of a call, 0x and eight hex digits. */
  readonly selector?: string;
  /** Which NFT of its collection. */
  readonly tokenId?: string;
  /** An allowance without a limit. */
  readonly isUnlimited?: boolean;
}

/** What an owner is asked about: everything here comes from the stored row, nothing from the caller. */
export interface ApprovalFacts {
  readonly transactionId: string;
  readonly walletId: string;
  readonly chain: Chain;
  readonly network: NetworkName;
  readonly type: string;
  readonly status: TransactionStatus;
  readonly waitReason: string | null;
  /** SHA-256 (hex) of the RFC 8785 text of the stored request. */
  readonly requestHash: string;
  readonly policySetVersion: number;
  /** Null where no price was known when the request was judged. */
  readonly usdMicros: string | null;
  readonly operations: readonly ApprovalOperation[];
}

/** Reads the request a challenge is about. Undefined where no such row exists. */
export abstract class ApprovalSubject {
  abstract load(transactionId: string): Promise<ApprovalFacts | undefined>;
}
