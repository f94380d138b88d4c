import { hkdfSync, randomBytes } from 'node:crypto';

export const DATA_KEY_BYTES = 32;

/** What a data key seals. Each purpose has a key of its own, so that a sealed wallet or audit key never opens as an ordinary value. */
export type SealPurpose = 'key' | 'value' | 'audit';

/**
 * The opened data key of a vault: 32 random bytes from which one key per purpose is derived (HKDF-SHA-256, RFC 5869).
 *
 * {@link destroy} overwrites all of them; using it afterwards throws.
 */
export class DataKey {
  readonly #secret: Buffer;
  readonly #purposes: Readonly<Record<SealPurpose, Buffer>>;
  #isDestroyed = false;

  /** Takes ownership of `secret`: it is overwritten by {@link destroy}. */
  constructor(
    secret: Buffer,
    readonly generation: number,
  ) {
    if (secret.length !== DATA_KEY_BYTES) throw new RangeError('a data key has 32 bytes');
    this.#secret = secret;
    this.#purposes = { key: this.#derive('key'), value: this.#derive('value'), audit: this.#derive('audit') };
  }

  static random(generation: number): DataKey {
    return new DataKey(randomBytes(DATA_KEY_BYTES), generation);
  }

  #derive(purpose: SealPurpose): Buffer {
    const info = `waiaas/data-key/v1/${purpose}/${String(this.generation)}`;
    return Buffer.from(hkdfSync('sha256', this.#secret, Buffer.alloc(0), info, DATA_KEY_BYTES));
  }

  /** For sealing under a password alone. */
  secret(): Buffer {
    this.#assertAlive();
    return this.#secret;
  }

  keyFor(purpose: SealPurpose): Buffer {
    this.#assertAlive();
    return this.#purposes[purpose];
  }

  destroy(): void {
    this.#isDestroyed = true;
    for (const buffer of [this.#secret, ...Object.values(this.#purposes)]) buffer.fill(0);
  }

  #assertAlive(): void {
    if (this.#isDestroyed) throw new Error('the data key was destroyed');
  }

  toJSON(): string {
    return '[redacted]';
  }
}
