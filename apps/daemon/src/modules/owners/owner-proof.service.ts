import { Injectable } from '@nestjs/common';
import { DomainError } from '@waiaas/core';
import type { OwnerProof } from '../../common/auth/actor.js';
import { type ExpectedAct, type OwnerHeaders, OwnerProofVerifier } from '../../common/auth/owner-proof-verifier.js';
import { Clock } from '../../common/time/clock.js';
import { Database } from '../../infra/prisma/database.js';
import type { OwnerPin } from './owned-wallets.repository.js';
import { OwnerChallengesRepository, type StoredChallenge } from './owner-challenges.repository.js';
import { OwnerPinningService } from './owner-pinning.service.js';
import { OwnerSignatures } from './owner-signatures.service.js';
import { invalidNonce, invalidSignature, nonceOf, readSignedMessage, type SignedMessage } from './proof/signed-message.js';
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
    private readonly signatures: OwnerSignatures,
    private readonly pinning: OwnerPinningService,
    private readonly failures: OwnerFailuresService,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async verify(headers: OwnerHeaders, expected: ExpectedAct): Promise<OwnerProof> {
    this.failures.assertAllowed(headers.clientAddress, expected.action);
    let challenge: StoredChallenge | undefined;
    let pin: OwnerPin;
    try {
      const { text, signature } = readSignedMessage(headers);
      challenge = await this.#spend(text, expected);
      if (text !== challenge.message) throw invalidSignature();
      pin = await this.signatures.judge({ challenge, named: headers.address, text, signature });
    } catch (error) {
      if (error instanceof DomainError && isRefusal(error)) {
        await this.failures.record({ clientAddress: headers.clientAddress, expected, challenge, code: error.code });
      }
      throw error;
    }
    await this.pinning.pinAfterProof(challenge, pin, headers.clientAddress);
    return proofOf(challenge, pin, readSignedMessage(headers));
  }

  async #spend(text: string, expected: ExpectedAct): Promise<StoredChallenge> {
    const challenge = await this.challenges.find(nonceOf(text));
    const now = this.clock.nowSeconds();
    if (challenge === undefined || challenge.usedAt !== null || challenge.expiresAt <= now) throw invalidNonce();
    if (!isIssuedFor(challenge, expected)) throw invalidNonce();
    if (!(await this.database.transaction((tx) => this.challenges.burn(tx, challenge.nonce, now)))) throw invalidNonce();
    return challenge;
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

function proofOf(challenge: StoredChallenge, pin: OwnerPin, { text, signature }: SignedMessage): OwnerProof {
  return {
    action: challenge.action,
    address: challenge.address,
    chain: challenge.chain,
    nonce: challenge.nonce,
    // What a contract says is its network's to tell: the signer has none.
    ...(pin.kind === 'contract' ? { contractNetwork: pin.network } : { consent: { message: text, signature } }),
    ...(challenge.walletId === null ? {} : { walletId: challenge.walletId }),
    ...(challenge.transactionId === null ? {} : { transactionId: challenge.transactionId }),
    ...(challenge.bodyHash === null ? {} : { bodyHash: challenge.bodyHash }),
    ...(challenge.cover === null ? {} : { cover: challenge.cover }),
  };
}
