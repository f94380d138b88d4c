import { Injectable } from '@nestjs/common';
import { canonicalAddress, DomainError } from '@waiaas/core';
import type { OwnerProof } from '../../common/auth/actor.js';
import { type ExpectedAct, type OwnerHeaders, OwnerProofVerifier } from '../../common/auth/owner-proof-verifier.js';
import { Clock } from '../../common/time/clock.js';
import { Database } from '../../infra/prisma/database.js';
import { OwnedWalletsRepository } from './owned-wallets.repository.js';
import { OwnerChallengesRepository, type StoredChallenge } from './owner-challenges.repository.js';
import { OwnerPinningService } from './owner-pinning.service.js';
import { isSignedBy } from './proof/owner-signature.js';
import { invalidNonce, invalidSignature, nonceOf, readSignedMessage } from './proof/signed-message.js';
import { OwnerFailuresService } from './owner-failures.service.js';

/**
 * Judges owner headers in a fixed order: shape, challenge, burn, text, address, signature. The burn is committed before anything
 * secret is compared: a wrong signature costs the challenge, and of two equal requests at most one gets past it.
 */
@Injectable()
export class OwnerProofService extends OwnerProofVerifier {
  constructor(
    private readonly database: Database,
    private readonly challenges: OwnerChallengesRepository,
    private readonly wallets: OwnedWalletsRepository,
    private readonly pinning: OwnerPinningService,
    private readonly failures: OwnerFailuresService,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async verify(headers: OwnerHeaders, expected: ExpectedAct): Promise<OwnerProof> {
    this.failures.assertAllowed(headers.clientAddress, expected.action);
    let challenge: StoredChallenge | undefined;
    try {
      const { text, signature } = readSignedMessage(headers);
      challenge = await this.#spend(text, expected);
      if (text !== challenge.message) throw invalidSignature();
      await this.#assertOwner(challenge, headers.address);
      if (!(await isSignedBy(challenge, text, signature))) throw invalidSignature();
    } catch (error) {
      if (error instanceof DomainError && isRefusal(error)) {
        await this.failures.record({ clientAddress: headers.clientAddress, expected, challenge, code: error.code });
      }
      throw error;
    }
    await this.pinning.pinAfterProof(challenge, headers.clientAddress);
    return proofOf(challenge);
  }

  async #spend(text: string, expected: ExpectedAct): Promise<StoredChallenge> {
    const challenge = await this.challenges.find(nonceOf(text));
    const now = this.clock.nowSeconds();
    if (challenge === undefined || challenge.usedAt !== null || challenge.expiresAt <= now) throw invalidNonce();
    if (!isIssuedFor(challenge, expected)) throw invalidNonce();
    if (!(await this.database.transaction((tx) => this.challenges.burn(tx, challenge.nonce, now)))) throw invalidNonce();
    return challenge;
  }

  async #assertOwner(challenge: StoredChallenge, named: string | undefined): Promise<void> {
    if (named !== undefined && canonicalAddress(challenge.chain, named) !== challenge.address) {
      throw new DomainError('OWNER_ADDRESS_MISMATCH');
    }
    if (challenge.walletId === null) return;
    const wallet = await this.wallets.find(challenge.walletId);
    if (wallet === undefined || wallet.ownerAddress === null) throw new DomainError('OWNER_NOT_CONNECTED');
    if (wallet.ownerAddress !== challenge.address || wallet.chain !== challenge.chain)
      throw new DomainError('OWNER_ADDRESS_MISMATCH');
  }
}

function isIssuedFor(challenge: StoredChallenge, expected: ExpectedAct): boolean {
  if (challenge.action !== expected.action) return false;
  if (expected.transactionId !== undefined || challenge.transactionId !== null)
    return challenge.transactionId === expected.transactionId;
  return challenge.walletId === (expected.walletId ?? null);
}

/** Infrastructure that fails is nobody's guess. */
function isRefusal({ code }: DomainError): boolean {
  return (
    code === 'INVALID_SIGNATURE' ||
    code === 'INVALID_NONCE' ||
    code === 'OWNER_ADDRESS_MISMATCH' ||
    code === 'OWNER_NOT_CONNECTED'
  );
}

function proofOf(challenge: StoredChallenge): OwnerProof {
  return {
    action: challenge.action,
    address: challenge.address,
    chain: challenge.chain,
    nonce: challenge.nonce,
    ...(challenge.walletId === null ? {} : { walletId: challenge.walletId }),
    ...(challenge.transactionId === null ? {} : { transactionId: challenge.transactionId }),
    ...(challenge.bodyHash === null ? {} : { bodyHash: challenge.bodyHash }),
    ...(challenge.cover === null ? {} : { cover: challenge.cover }),
  };
}
