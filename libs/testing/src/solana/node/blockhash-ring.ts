import { randomBytes } from 'node:crypto';
import { base58 } from '@scure/base';

/** How many blocks a blockhash stays usable. */
export const BLOCKHASH_LIFETIME = 150;
const KEPT = 512;

/** The hash of every recent block. The SVM honours its newest blockhash only, a validator the last 150. */
export class BlockhashRing {
  readonly #bySlot = new Map<number, string>();
  readonly #slotOf = new Map<string, number>();

  add(slot: number): void {
    const hash = base58.encode(randomBytes(32));
    this.#bySlot.set(slot, hash);
    this.#slotOf.set(hash, slot);
    const old = this.#bySlot.get(slot - KEPT);
    if (old === undefined) return;
    this.#bySlot.delete(slot - KEPT);
    this.#slotOf.delete(old);
  }

  at(slot: number): { readonly blockhash: string; readonly lastValidBlockHeight: number } {
    const newest = [...this.#bySlot.keys()].filter((known) => known <= slot).at(-1) ?? [...this.#bySlot.keys()][0] ?? 0;
    return { blockhash: this.#bySlot.get(newest) ?? '', lastValidBlockHeight: newest + BLOCKHASH_LIFETIME };
  }

  lastValidHeight(hash: string): number | undefined {
    const slot = this.#slotOf.get(hash);
    return slot === undefined ? undefined : slot + BLOCKHASH_LIFETIME;
  }

  isValid(hash: string, height: number): boolean {
    const last = this.lastValidHeight(hash);
    return last !== undefined && height <= last;
  }

  entries(): { readonly slot: bigint; readonly hash: string }[] {
    return [...this.#bySlot].map(([slot, hash]) => ({ slot: BigInt(slot), hash })).reverse();
  }
}
