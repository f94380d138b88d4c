import type { KeyCeiling } from '@waiaas/core';
import type { SignatureFacts, SignedBefore } from '@waiaas/keystore';
import type { BookEntry } from './book-entry.js';
import { SignedByKey } from './signed-by-key.js';

const MINUTE = 60;

/** What the signer remembers: ceilings in force, what was signed in the last day, which texts of owners were used. */
export class CeilingBook {
  readonly #ceilings = new Map<string, Extract<BookEntry, { k: 'ceiling' }>>();
  readonly #signed = new Map<string, SignedByKey>();
  readonly #consents = new Map<string, Extract<BookEntry, { k: 'consent' }>>();
  #unknown: Extract<BookEntry, { k: 'unknown' }> | undefined;
  #frozen: Extract<BookEntry, { k: 'frozen' }> | undefined;
  #lastAt = 0;

  /** The newest time in it; the clock never stands before it. */
  get lastAt(): number {
    return this.#lastAt;
  }

  enter(entry: BookEntry): void {
    this.#lastAt = Math.max(this.#lastAt, entry.at);
    switch (entry.k) {
      case 'unknown':
        this.#unknown = entry;
        break;
      case 'ceiling':
        this.#ceilings.set(entry.wallet, entry);
        break;
      case 'signed':
      case 'earlier':
        this.#of(entry.wallet).enter(entry);
        break;
      case 'frozen':
        this.#frozen = entry;
        break;
      case 'thawed':
        this.#frozen = undefined;
        break;
      case 'consent':
        this.#consents.set(entry.nonce, entry);
    }
  }

  get frozen(): Extract<BookEntry, { k: 'frozen' }> | undefined {
    return this.#frozen;
  }

  ceilingOf(wallet: string): KeyCeiling | undefined {
    return this.#ceilings.get(wallet)?.ceiling;
  }

  before(wallet: string, facts: SignatureFacts, now: number): SignedBefore {
    const isUnknown = this.#unknown !== undefined && now < this.#unknown.until && !this.startedEmpty(wallet);
    const isUnknownMinute = isUnknown && now < (this.#unknown?.at ?? 0) + MINUTE;
    const signed = this.#of(wallet).before(facts, now);
    return { ...signed, isUnknown, ...(isUnknownMinute ? { signaturesThisMinute: Number.MAX_SAFE_INTEGER } : {}) };
  }

  /** Whether the day of this key had no limit before one was set after the record was lost: nothing was to be remembered. */
  startedEmpty(wallet: string): boolean {
    const ceiling = this.#ceilings.get(wallet);
    return ceiling?.isNew === true && ceiling.at >= (this.#unknown?.at ?? 0);
  }

  /** Whether these very bytes are counted already, with no less. */
  holds(wallet: string, facts: SignatureFacts, native: bigint): boolean {
    return this.#of(wallet).holds(facts, native);
  }

  /** What a text was used for, if it was. */
  useOf(nonce: string): string | undefined {
    return this.#consents.get(nonce)?.use;
  }

  /** Everything that still counts, as entries. Never none: a file that was emptied must not look like a new one. */
  entries(now: number): readonly BookEntry[] {
    const head: BookEntry = this.#unknown ?? { k: 'unknown', at: now, until: now };
    const consents = [...this.#consents.values()].filter(({ until }) => until > now);
    const signed = [...this.#signed].flatMap(([wallet, of]) => of.entries(wallet, now));
    const frozen = this.#frozen === undefined ? [] : [this.#frozen];
    return [head, ...frozen, ...this.#ceilings.values(), ...consents, ...signed];
  }

  #of(wallet: string): SignedByKey {
    const known = this.#signed.get(wallet);
    if (known !== undefined) return known;
    const made = new SignedByKey();
    this.#signed.set(wallet, made);
    return made;
  }
}
