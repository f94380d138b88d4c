import type { SignatureFacts, SignedBefore } from '@waiaas/keystore';
import type { BookEntry } from './book-entry.js';

const DAY = 86_400;
const HOUR = 3600;
const MINUTE = 60;
/** More than these are summed by the hour: a day at full speed would not fit into memory. */
const MAX_SINGLE = 4096;

type Signed = Extract<BookEntry, { k: 'signed' }>;

/** What one key signed in the last day. */
export class SignedByKey {
  #single: Signed[] = [];
  /** Native by the end of the hour it was signed in. */
  readonly #hours = new Map<number, bigint>();

  enter(entry: Extract<BookEntry, { k: 'signed' | 'earlier' }>): void {
    if (entry.k === 'earlier') {
      this.#fold(entry.at, BigInt(entry.native));
      return;
    }
    this.#single.push(entry);
    if (this.#single.length <= MAX_SINGLE) return;
    // Summed one by one, replacements too: what is forgotten makes the sum larger, never smaller.
    for (const { at, native } of this.#single.splice(0, MAX_SINGLE / 2)) this.#fold(endOfHour(at), BigInt(native));
  }

  before(facts: SignatureFacts, now: number): Omit<SignedBefore, 'isUnknown'> {
    const today = this.#single.filter(({ at }) => at > now - DAY);
    const slots = largestBySlot(today);
    const ownSlot = facts.outlay?.slot ?? facts.digest;
    const nativeInSlot = slots.get(ownSlot) ?? 0n;
    slots.delete(ownSlot);
    const others = today.filter(({ at, digest }) => at > now - MINUTE && digest !== facts.digest);
    return { nativeToday: sum(slots.values()) + this.#earlier(now), nativeInSlot, signaturesThisMinute: others.length };
  }

  holds(facts: SignatureFacts, native: bigint): boolean {
    return this.#single.some((entry) => entry.digest === facts.digest && BigInt(entry.native) >= native);
  }

  entries(wallet: string, now: number): readonly BookEntry[] {
    const earlier = [...this.#hours].filter(([at]) => at > now - DAY);
    return [
      ...earlier.map(([at, native]): BookEntry => ({ k: 'earlier', at, wallet, native: native.toString() })),
      ...this.#single.filter(({ at }) => at > now - DAY),
    ];
  }

  #earlier(now: number): bigint {
    for (const at of this.#hours.keys()) if (at <= now - DAY) this.#hours.delete(at);
    return sum(this.#hours.values());
  }

  #fold(at: number, native: bigint): void {
    this.#hours.set(at, (this.#hours.get(at) ?? 0n) + native);
  }
}

function largestBySlot(entries: readonly Signed[]): Map<string, bigint> {
  const slots = new Map<string, bigint>();
  for (const entry of entries) {
    const slot = entry.slot ?? entry.digest;
    const native = BigInt(entry.native);
    if (native > (slots.get(slot) ?? 0n)) slots.set(slot, native);
  }
  return slots;
}

function endOfHour(at: number): number {
  return (Math.floor(at / HOUR) + 1) * HOUR;
}

function sum(amounts: Iterable<bigint>): bigint {
  let total = 0n;
  for (const amount of amounts) total += amount;
  return total;
}
