import { isSameIdentity, openKey, type DataKey, type OpenedKey } from '@waiaas/keystore';
import { DomainError, type KeyIdentity } from '@waiaas/core';

const MAX_OPEN = 256;

/**
 * The wallet keys in use, opened once and kept for the next signature; the least recently used one is overwritten when there are too many.
 *
 * A kept key answers only for the identity it was sealed for, as opening its blob again would.
 */
export class OpenedKeys {
  readonly #byBlob = new Map<string, OpenedKey>();

  constructor(private readonly limit = MAX_OPEN) {}

  get(dataKey: DataKey, identity: KeyIdentity, blob: string): OpenedKey {
    const kept = this.#byBlob.get(blob);
    if (kept !== undefined && !isSameIdentity(kept.identity, identity)) {
      throw new DomainError('INTERNAL_ERROR', { details: { reason: 'SEAL_BROKEN' } });
    }
    const key = kept ?? openKey(dataKey, identity, blob);
    this.#byBlob.delete(blob);
    this.#byBlob.set(blob, key);
    if (this.#byBlob.size > this.limit) this.#dropOldest();
    return key;
  }

  #dropOldest(): void {
    for (const [blob, key] of this.#byBlob) {
      key.destroy();
      this.#byBlob.delete(blob);
      return;
    }
  }

  clear(): void {
    for (const key of this.#byBlob.values()) key.destroy();
    this.#byBlob.clear();
  }
}
