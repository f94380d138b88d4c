import type { AttemptParams, Tier } from '@waiaas/core';
import type { SignatureRequest } from '../values/signature-request.js';
import type { SpendLine, StoredDecision } from './rows.js';

/** How a signed transaction is found on its chain. */
export interface Landing {
  readonly attemptId: string;
  readonly params: AttemptParams;
  readonly nonce: number | null;
}

/** A decided signature as it is written, before it is made. */
export interface NewSignature {
  readonly id: string;
  readonly origin: 'sign' | 'sign-message';
  readonly sessionId: string;
  readonly actor: string;
  readonly ipAddress: string;
  readonly at: number;
  readonly status: 'SIGNED' | 'DENIED';
  readonly tier: Tier | null;
  readonly request: SignatureRequest;
  readonly requestHash: string;
  readonly decision: StoredDecision;
  readonly spends: readonly SpendLine[];
  readonly usdMicros: string | null;
  readonly maxFee: bigint;
  /** When a signature whose fate no chain shows counts as used; null for a transaction. */
  readonly deadline: number | null;
  readonly landing: Landing | undefined;
}

/** A stored one, as far as making or following it needs it. */
export interface SignatureRow {
  readonly id: string;
  readonly walletId: string;
  readonly status: string;
  readonly tier: Tier | null;
  readonly request: SignatureRequest;
  readonly requestHash: string;
  readonly decision: StoredDecision;
}
