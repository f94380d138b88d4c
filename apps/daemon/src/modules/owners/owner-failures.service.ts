import { Injectable } from '@nestjs/common';
import type { ErrorCode } from '@waiaas/core';
import type { OwnerAction } from '../../common/auth/actor.js';
import type { ExpectedAct } from '../../common/auth/owner-proof-verifier.js';
import { addressKey } from '../../common/rate-limit/address-key.js';
import { Database } from '../../infra/prisma/database.js';
import { AuditService } from '../audit/audit.service.js';
import type { StoredChallenge } from './owner-challenges.repository.js';
import { FailedProofs } from './proof/failed-proofs.js';

export interface FailedProof {
  readonly clientAddress: string;
  readonly expected: ExpectedAct;
  /** Set once a challenge was burnt. */
  readonly challenge: StoredChallenge | undefined;
  readonly code: ErrorCode;
}

/** Counts failed owner proofs and writes them down. A failure is bounded by the limit, so strangers cannot fill the chain. */
@Injectable()
export class OwnerFailuresService {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditService,
    private readonly failed: FailedProofs,
  ) {}

  assertAllowed(clientAddress: string, action: OwnerAction): void {
    this.failed.assertAllowed(keyOf(clientAddress, action));
  }

  async record({ clientAddress, expected, challenge, code }: FailedProof): Promise<void> {
    const count = this.failed.record(keyOf(clientAddress, expected.action));
    const walletId = challenge?.walletId ?? undefined;
    const txId = challenge?.transactionId ?? undefined;
    await this.database.transaction((tx) =>
      this.audit.append(tx, {
        eventType: 'OWNER_AUTH_FAILED',
        actor: 'public',
        ...(walletId === undefined ? {} : { walletId }),
        ...(txId === undefined ? {} : { txId }),
        details: {
          action: expected.action,
          code,
          failuresInMinute: count,
          ...(challenge === undefined ? {} : { challengedAddress: challenge.address }),
        },
        severity: challenge === undefined ? 'warning' : 'critical',
        ipAddress: clientAddress,
      }),
    );
  }
}

function keyOf(clientAddress: string, action: OwnerAction): string {
  return `${action === 'freeze' ? 'freeze' : 'any'}|${addressKey(clientAddress)}`;
}
