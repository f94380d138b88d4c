import { hkdfSync, randomBytes } from 'node:crypto';

export const DATA_KEY_BYTES = 32;

/**
 * What a data key seals. Each purpose has a key of its own, so that a sealed wallet or audit key never opens as an ordinary value.
 *
 * `retiring` is for the data key before this one alone. Nothing but sealing may hang on a purpose: a new generation seals everything
 * again and could not do the same for MACs. What needs a lasting key seals one as a value.
 */
export type SealPurpose = 'key' | 'value' | 'audit' | 'retiring';

/**
 * The opened data key of a vault: 32 random bytes from which one key per purpose is derived (HKDF-SHA-256, RFC 5869).
 *
 * After a renewal it also holds the key before it, which opens what was sealed before and seals nothing.
 *
 * {@link destroy} overwrites all of them; using it afterwards throws.
 */
export class DataKey {
  readonly #secret: Buffer;
  readonly #purposes: Readonly<Record<SealPurpose, Buffer>>;
  #retiring: DataKey | undefined;
  #isDestroyed = false;

  /** Takes ownership of `secret` and of the key before it: they are overwritten by {@link destroy}. */
  constructor(
    secret: Buffer,
    readonly generation: number,
    retiring?: DataKey,
  ) {
    if (secret.length !== DATA_KEY_BYTES) throw new RangeError('a data key has 32 bytes');
    this.#secret = secret;
    this.#purposes = {
      key: this.#derive('key'),
      value: this.#derive('value'),
      audit: this.#derive('audit'),
      retiring: this.#derive('retiring'),
    };
    this.#retiring = retiring;
  }

  static random(generation: number): DataKey {
    return new DataKey(randomBytes(DATA_KEY_BYTES), generation);
  }

  /** A fresh key of the next generation that still opens what `present` sealed. `present` stays the caller's. */
  static after(present: DataKey): DataKey {
    const retiring = new DataKey(Buffer.from(present.secret()), present.generation);
    return new DataKey(randomBytes(DATA_KEY_BYTES), present.generation + 1, retiring);
  }

  /** The key before this one, until it was retired. */
  get retiring(): DataKey | undefined {
    return this.#retiring;
  }

  /** The key that sealed a value of this generation, if it is held. */
  ofGeneration(generation: number): DataKey | undefined {
    return generation === this.generation ? this : this.#retiring?.ofGeneration(generation);
  }

  /** Forgets the key before this one. */
  retire(): void {
    this.#retiring?.destroy();
    this.#retiring = undefined;
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
    this.retire();
    for (const buffer of [this.#secret, ...Object.values(this.#purposes)]) buffer.fill(0);
  }

  #assertAlive(): void {
    if (this.#isDestroyed) throw new Error('the data key was destroyed');
  }

  toJSON(): string {
    return '[redacted]';
  }
}
