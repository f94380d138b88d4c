/** A signature that was made and can still take effect (security.md 6). Times are Unix seconds. */
export interface LiveSignature {
  /** Of the transaction row. */
  id: string;
  walletId: string;
  type: string;
  /** SIGNED: somebody else has it. EXECUTING, SUBMITTED: the daemon's own, on its way to a block. */
  status: string;
  network: string;
  toAddress: string | null;
  amount: string | null;
  txHash: string | null;
  nonce: number | null;
  signedAt: number;
  /** After it nobody can use it any more; null where it names no end. */
  expiresAt: number | null;
  /** `offered`: POST /v1/wallets/:id/void-signatures voids it. `underway`: that was done. Null: nothing can take it back. */
  voiding: 'offered' | 'underway' | null;
}

export interface VoidedSignature {
  id: string;
  status: 'underway' | 'failed';
  /** Of what voids it. */
  txHash: string | null;
  /** A code. */
  error: string | null;
}

export interface VoidSignaturesResponse {
  id: string;
  results: VoidedSignature[];
}
