import type { OwnerAction, OwnerProof } from './actor.js';

/** The owner headers of one request, not judged yet. */
export interface OwnerHeaders {
  readonly signature: string | undefined;
  readonly message: string | undefined;
  /** Absent means the owner of the wallet. */
  readonly address: string | undefined;
  readonly clientAddress: string;
}

/** The act the challenge must have been issued for. */
export interface ExpectedAct {
  readonly action: OwnerAction;
  readonly walletId?: string;
  readonly transactionId?: string;
}

/**
 * Turns owner headers into a proof, or throws the refusal (`INVALID_SIGNATURE`, `INVALID_NONCE`, `OWNER_ADDRESS_MISMATCH` …).
 * The challenge is burnt before the signature is looked at, so a failed call must not be repeated.
 */
export abstract class OwnerProofVerifier {
  abstract verify(headers: OwnerHeaders, expected: ExpectedAct): Promise<OwnerProof>;
}
