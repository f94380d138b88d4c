import { Injectable } from '@nestjs/common';
import type { LiveSignature } from '@waiaas/api-types';
import { Logger } from '../../common/logging/logger.js';
import { LiveSignaturesRepository, type SignatureScope } from './live-signatures.repository.js';

/**
 * What a stop does not stop: signatures that were made and can still take effect. Who pulls the switch or ends a wallet is told of
 * them, and which can be voided. Reading them never holds up a stop.
 */
@Injectable()
export class LiveSignatures {
  constructor(
    private readonly signatures: LiveSignaturesRepository,
    private readonly log: Logger,
  ) {}

  async list(scope: SignatureScope): Promise<LiveSignature[]> {
    return this.signatures.list(scope);
  }

  /** As a member of an answer that must leave in any case: absent where there are none, null where they could not be read. */
  async told(scope: SignatureScope): Promise<{ liveSignatures?: LiveSignature[] | null }> {
    try {
      const live = await this.list(scope);
      return live.length === 0 ? {} : { liveSignatures: live };
    } catch (error) {
      this.log.error('signatures that can still land could not be listed', error);
      return { liveSignatures: null };
    }
  }
}
