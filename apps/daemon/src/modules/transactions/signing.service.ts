import { Inject, Injectable } from '@nestjs/common';
import { DomainError, type SignerPort } from '@waiaas/core';
import { authorizeSignature, makeSignature, type SignatureRow } from '@waiaas/pipeline';
import { KillSwitchState } from '../../common/auth/kill-switch-state.js';
import { Clock } from '../../common/time/clock.js';
import { ChainRegistry } from '../../infra/chains/chain-registry.js';
import { SIGNER } from '../../infra/signer/signer.token.js';
import { toSignatureBody } from './signature.mapper.js';
import { SignaturesRepository } from './signatures.repository.js';
import { SigningKeysRepository } from './signing-keys.repository.js';

/** Makes signatures that are on record, whoever asks: the request that decided them, its retry, or the start after a crash. */
@Injectable()
export class SigningService {
  constructor(
    private readonly signatures: SignaturesRepository,
    private readonly keys: SigningKeysRepository,
    private readonly chains: ChainRegistry,
    @Inject(SIGNER) private readonly signer: SignerPort,
    private readonly clock: Clock,
    private readonly killSwitch: KillSwitchState,
  ) {}

  /** The answer, durable. A signature that cannot be made ends its row, and takes nothing of the budget. */
  async finish(row: SignatureRow): Promise<unknown> {
    this.signatures.assertSound(row);
    const approved = authorizeSignature(row);
    if (!approved.ok)
      throw await this.#abandoned(row, new DomainError('INTERNAL_ERROR', { details: { reason: approved.error } }));
    const { signer, keys } = this;
    try {
      const raw = this.chains.raw(row.request.network);
      const isStopped = (): boolean => this.killSwitch.state() !== 'ACTIVE';
      const made = await makeSignature({ signer, keys, raw, isStopped }, approved.value);
      const answer = toSignatureBody(row, made);
      const outcome = await this.signatures.complete(row, made, answer, this.clock.nowSeconds());
      if (outcome === 'done') return answer;
      if (outcome !== 'answered') throw new DomainError(outcome);
    } catch (error) {
      if (error instanceof DomainError && error.code === 'STORAGE_UNAVAILABLE') throw error;
      throw await this.#abandoned(row, error);
    }
    return this.#stored(row.id);
  }

  /** Somebody else finished it meanwhile: the same signature. */
  async #stored(id: string): Promise<unknown> {
    const known = await this.signatures.find(id);
    if (known?.answer === undefined) throw new DomainError('KEYSTORE_LOCKED');
    return known.answer;
  }

  async #abandoned(row: SignatureRow, error: unknown): Promise<unknown> {
    const code = error instanceof DomainError ? error.code : 'INTERNAL_ERROR';
    await this.signatures.abandon(row.id, code, this.clock.nowSeconds());
    return error;
  }
}
