import { Inject, Injectable } from '@nestjs/common';
import type { AuditSignerPort } from '@waiaas/core';
import { Clock } from '../../common/time/clock.js';
import { SealedCaches } from '../../infra/signer/sealed-caches.js';
import { AUDIT_SIGNER } from '../../infra/signer/signer.token.js';
import type { AuditHead } from './audit-chain.js';
import { AuditHeadsRepository } from './audit-heads.repository.js';
import { AuditRepository } from './audit.repository.js';
import type { SignedHead } from './signed-head.js';

const HOUR_SECONDS = 3600;

/** Has the signer vouch for the head of the chain. The key never leaves the signer; what it signed can be checked by anybody. */
@Injectable()
export class AuditHeads {
  #sealedKey: Promise<string> | undefined;

  constructor(
    private readonly heads: AuditHeadsRepository,
    private readonly rows: AuditRepository,
    @Inject(AUDIT_SIGNER) private readonly signer: AuditSignerPort,
    private readonly clock: Clock,
    caches: SealedCaches,
  ) {
    caches.onReseal(() => (this.#sealedKey = undefined));
  }

  async sign(head: AuditHead): Promise<SignedHead> {
    const signedAt = this.clock.nowSeconds();
    const blob = await this.#key();
    return { ...head, signedAt, ...(await this.signer.signAuditHead(blob, { ...head, at: signedAt })) };
  }

  /** Signs the head once an hour, where it has moved. True where it was signed now. */
  async keepHourly(): Promise<boolean> {
    const last = await this.heads.last();
    const isFresh = last !== undefined && Math.abs(this.clock.nowSeconds() - last.signedAt) < HOUR_SECONDS;
    return isFresh ? false : this.keep(last);
  }

  /** Signs the head, where it has moved since the last one that was signed. */
  async keep(last?: { readonly id: number }): Promise<boolean> {
    const head = await this.rows.committedHead();
    const signedId = (last ?? (await this.heads.last()))?.id ?? 0;
    if (head.id <= signedId) return false;
    await this.heads.insert(await this.sign(head));
    return true;
  }

  /** The key is read anew when it could not be made or opened: the signer may have been locked. */
  #key(): Promise<string> {
    this.#sealedKey ??= this.#loadKey().catch((error: unknown) => {
      this.#sealedKey = undefined;
      throw error;
    });
    return this.#sealedKey;
  }

  async #loadKey(): Promise<string> {
    const known = await this.heads.sealedKey();
    if (known !== undefined) return known;
    const { blob } = await this.signer.createAuditKey();
    await this.heads.insertKey(blob, this.clock.nowSeconds());
    return (await this.heads.sealedKey()) ?? blob;
  }
}
