import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { canonicalAddress, DomainError, validationError } from '@waiaas/core';
import type { ApprovalCover, OwnerAction } from '../../common/auth/actor.js';
import { addressKey } from '../../common/rate-limit/address-key.js';
import { Clock } from '../../common/time/clock.js';
import { Database, type Tx } from '../../infra/prisma/database.js';
import { AuditService } from '../audit/audit.service.js';
import type { ApprovalFacts } from './approval-subject.port.js';
import { ChallengeTargetService, LIFETIME_SECONDS, type TargetRequest } from './challenge-target.service.js';
import { type ChallengePool, OwnerChallengesRepository, type StoredChallenge } from './owner-challenges.repository.js';
import { PublicOrigin } from './public-origin.port.js';
import { type ChallengedWallet, type ChallengeFacts, type ChallengeTarget, isRoutedAction } from './text/challenge-facts.js';
import { lineText } from './text/line-text.js';
import { siweText } from './text/siwe-text.js';
import { approvalTextFits, fitsHeader } from './text/text-size.js';

export type ChallengeFormat = 'siwe' | 'line';

export interface ChallengeRequest extends Omit<TargetRequest, 'action'> {
  readonly action: OwnerAction;
  readonly format?: ChallengeFormat;
  readonly clientAddress: string;
}

export interface IssuedChallenge {
  readonly nonce: string;
  readonly message: string;
  readonly expiresAt: number;
  /** Present for acts on a request. */
  readonly requestHash?: string;
  readonly policySetVersion?: number;
}

const MAX_OPEN_PER_CLIENT = 20;
const MAX_OPEN_PER_POOL = 1000;

@Injectable()
export class OwnerChallengeService {
  constructor(
    private readonly database: Database,
    private readonly challenges: OwnerChallengesRepository,
    private readonly targets: ChallengeTargetService,
    private readonly audit: AuditService,
    private readonly origin: PublicOrigin,
    private readonly clock: Clock,
  ) {}

  async issue(request: ChallengeRequest): Promise<IssuedChallenge> {
    const asked = checked(request);
    const { target, network, contractNetwork, longestSeconds } = await this.targets.resolve(asked);
    const issuedAt = this.clock.nowSeconds();
    const lifetime = Math.min(request.expiresInSeconds ?? LIFETIME_SECONDS, longestSeconds);
    return this.database.transaction(async (tx) => {
      const facts: ChallengeFacts = {
        target,
        network,
        address: asked.address,
        chain: asked.chain,
        origin: this.origin.current(),
        nonce: randomBytes(32).toString('hex'),
        issuedAt,
        expiresAt: issuedAt + lifetime,
        audit: await this.audit.head(tx),
      };
      const message = request.format === 'line' ? lineText(facts) : siweText(facts);
      if (!fitsHeader(message)) throw tooLong();
      const client = addressKey(request.clientAddress);
      await this.#makeRoom(tx, poolOf(target), client, issuedAt);
      await this.#store(tx, facts, { message, clientAddress: client, contractNetwork });
      return { nonce: facts.nonce, message, expiresAt: facts.expiresAt, ...requestFactsOf(target) };
    });
  }

  /** Asked when a request is sent: texts are never shortened, so what an owner could not be asked about is denied at once. */
  canBeApproved(facts: ApprovalFacts, wallet: ChallengedWallet): boolean {
    return approvalTextFits(facts, wallet, this.origin.current());
  }

  /** The address limit refuses; the pool limit makes room, or strangers could lock every owner out. */
  async #makeRoom(tx: Tx, pool: ChallengePool, clientAddress: string, now: number): Promise<void> {
    await this.challenges.deleteLongExpired(tx, now);
    if ((await this.challenges.countOpen(tx, { pool, clientAddress, now })) >= MAX_OPEN_PER_CLIENT) {
      throw new DomainError('RATE_LIMITED', {
        retryAfterSeconds: LIFETIME_SECONDS,
        hint: 'Use or let expire the open challenges first.',
      });
    }
    if ((await this.challenges.countOpen(tx, { pool, now })) >= MAX_OPEN_PER_POOL) {
      await this.challenges.dropOldestOpen(tx, pool, now);
    }
  }

  async #store(
    tx: Tx,
    facts: ChallengeFacts,
    issued: Pick<StoredChallenge, 'message' | 'clientAddress' | 'contractNetwork'>,
  ): Promise<void> {
    const { target } = facts;
    await this.challenges.insert(tx, {
      nonce: facts.nonce,
      action: target.action,
      pool: poolOf(target),
      address: facts.address,
      chain: facts.chain,
      walletId: 'wallet' in target ? target.wallet.id : null,
      transactionId: 'facts' in target ? target.facts.transactionId : null,
      ...issued,
      bodyHash: 'bodyHash' in target ? (target.bodyHash ?? null) : null,
      cover: 'facts' in target ? coverOf(target.facts) : null,
      issuedAt: facts.issuedAt,
      expiresAt: facts.expiresAt,
      usedAt: null,
    });
  }
}

function checked(request: ChallengeRequest): TargetRequest {
  if (!isRoutedAction(request.action)) throw new DomainError('NOT_IMPLEMENTED');
  if (request.format === 'line' && request.chain !== 'solana') {
    throw validationError([{ path: 'format', code: 'notAllowed', message: 'line is for Solana owners only' }]);
  }
  const address = canonicalAddress(request.chain, request.address);
  if (address === undefined) throw new DomainError('INVALID_ADDRESS');
  return { ...request, action: request.action, address };
}

function poolOf(target: ChallengeTarget): ChallengePool {
  return target.action === 'freeze' || target.action === 'keep-owner' || target.action === 'reject' ? 'protective' : 'ordinary';
}

function coverOf(facts: ApprovalFacts): ApprovalCover {
  return {
    requestHash: facts.requestHash,
    operations: facts.operations.map((operation) => operation.line),
    usdMicros: facts.usdMicros,
    policySetVersion: facts.policySetVersion,
  };
}

function requestFactsOf(target: ChallengeTarget): { requestHash?: string; policySetVersion?: number } {
  return 'facts' in target ? { requestHash: target.facts.requestHash, policySetVersion: target.facts.policySetVersion } : {};
}

function tooLong(): DomainError {
  return new DomainError('INVALID_STATE_TRANSITION', {
    hint: 'The request has more operations than a challenge text can state, and texts are never shortened. Reject it and send smaller ones.',
  });
}
