import type { RowValue } from '@waiaas/core';

/** Settled lines and hours are summed by spans of this length, so that a look needs no line that no window reaches any more. */
const SPAN_SECONDS = 691_200n;
/** The newest spans that anything was settled in: at least 56 days, where the longest window has 30. */
const KEPT_SPANS = 8;
const MODULUS = 1n << 256n;
const OPEN = 'open';

/** A row of the ledger that counts, and under what. */
export interface LedgerLine {
  readonly slot: string;
  /** The row itself as one text. */
  readonly bytes: string;
}

/**
 * The slot of a line or an hour; undefined for a line that moved nothing, which is in no sum. What no build writes gets a slot as well:
 * it is then one row too many.
 */
export function slotOf(state: RowValue, at: RowValue): string | undefined {
  if (state === 'VOID') return undefined;
  if (state === 'OPEN') return OPEN;
  return typeof at === 'bigint' && at > 0n ? String(at / SPAN_SECONDS) : '0';
}

/**
 * One sum of keyed hashes, modulo 2^256, for what is open and for each span. Adding and taking away need no other line, and whatever
 * order rows come in, the sum is the same.
 */
export class LedgerSums {
  readonly #sums: Map<string, bigint>;

  constructor(
    /** The first span that is summed. */
    readonly since: bigint,
    sums: Iterable<readonly [string, bigint]>,
  ) {
    this.#sums = new Map(sums);
  }

  static empty(): LedgerSums {
    return new LedgerSums(0n, []);
  }

  /** Reads what `text` gave. */
  static parse(text: string, since = 0n): LedgerSums {
    const parts = text.matchAll(/(\w+):(\w+);/g);
    return new LedgerSums(
      since,
      [...parts].map(([, slot = '', sum = '']) => [slot, BigInt(`0x${sum}`)]),
    );
  }

  /** Unix seconds from which settled rows are summed. */
  get sinceSeconds(): bigint {
    return this.since * SPAN_SECONDS;
  }

  /** The same for the same rows. */
  get text(): string {
    const entries = [...this.#sums].sort(([one], [other]) => (one < other ? -1 : 1));
    return entries.map(([slot, sum]) => `${slot}:${sum.toString(16)};`).join('');
  }

  add(slot: string, value: bigint): void {
    if (slot !== OPEN && BigInt(slot) < this.since) return;
    const sum = (((this.#sums.get(slot) ?? 0n) + value) % MODULUS) + MODULUS;
    if (sum % MODULUS === 0n) this.#sums.delete(slot);
    else this.#sums.set(slot, sum % MODULUS);
  }

  addAll(other: LedgerSums): void {
    for (const [slot, sum] of other.#sums) this.add(slot, sum);
  }

  /** Without the oldest spans, where there are more than are kept. */
  kept(): LedgerSums {
    const spans = [...this.#sums.keys()].filter((slot) => slot !== OPEN).map(BigInt);
    const dropped = spans.sort((one, other) => (one < other ? 1 : -1)).at(KEPT_SPANS);
    if (dropped === undefined) return this;
    return new LedgerSums(
      dropped + 1n,
      [...this.#sums].filter(([slot]) => slot === OPEN || BigInt(slot) > dropped),
    );
  }
}
