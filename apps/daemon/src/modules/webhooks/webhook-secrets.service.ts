import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { SealContext, SignerPort } from '@waiaas/core';
import { SIGNER } from '../../infra/signer/signer.token.js';

const SECRET_BYTES = 32;

/** Secrets of webhooks: sealed at rest, opened once and kept while the process runs. */
@Injectable()
export class WebhookSecrets {
  readonly #opened = new Map<string, string>();

  constructor(@Inject(SIGNER) private readonly signer: SignerPort) {}

  async make(webhookId: string): Promise<{ readonly secret: string; readonly sealed: string }> {
    const secret = randomBytes(SECRET_BYTES).toString('hex');
    const sealed = await this.signer.seal(contextOf(webhookId), Buffer.from(secret, 'utf8').toString('base64'));
    return { secret, sealed };
  }

  /** Throws `KEYSTORE_LOCKED` while the signer is locked. */
  async open(webhookId: string, sealed: string): Promise<string> {
    const known = this.#opened.get(webhookId);
    if (known !== undefined) return known;
    const secret = Buffer.from(await this.signer.open(contextOf(webhookId), sealed), 'base64').toString('utf8');
    this.#opened.set(webhookId, secret);
    return secret;
  }

  forget(webhookId: string): void {
    this.#opened.delete(webhookId);
  }
}

function contextOf(rowId: string): SealContext {
  return { table: 'webhooks', rowId, column: 'secret' };
}
