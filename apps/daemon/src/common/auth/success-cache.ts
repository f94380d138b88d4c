import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const LIFETIME_MS = 300_000;
// One password is right at a time; a second entry can only exist around a change of it.
const MAX_ENTRIES = 4;

/** Passwords that proved right in the last five minutes, kept as HMACs under a key that dies with the process. */
export class SuccessCache {
  readonly #key = randomBytes(32);
  #entries: { readonly digest: Buffer; readonly expiresAtMs: number }[] = [];

  has(password: string, nowMs: number): boolean {
    const digest = this.#digest(password);
    // Further ahead than a lifetime: the clock was set back, and nobody knows how old the entry is.
    this.#entries = this.#entries.filter(({ expiresAtMs }) => expiresAtMs > nowMs && expiresAtMs <= nowMs + LIFETIME_MS);
    // Every entry is compared, so that the time taken says nothing about which one matched.
    return this.#entries.reduce((isHit, entry) => timingSafeEqual(entry.digest, digest) || isHit, false);
  }

  add(password: string, nowMs: number): void {
    const entry = { digest: this.#digest(password), expiresAtMs: nowMs + LIFETIME_MS };
    this.#entries = [entry, ...this.#entries].slice(0, MAX_ENTRIES);
  }

  /** The password changed: nothing that was right is right any more. */
  flush(): void {
    this.#entries = [];
  }

  #digest(password: string): Buffer {
    return createHmac('sha256', this.#key).update(password, 'utf8').digest();
  }
}
