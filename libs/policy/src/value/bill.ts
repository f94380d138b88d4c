import { add, isZero, multiply, ofBaseUnits, ZERO, type Ratio } from '../money/ratio.js';
import type { Facts } from '../facts.js';
import { comparable } from './asset.js';
import { priceOf, type AssetRef, type Price } from './price.js';

/** What one operation takes out: an amount of an asset, or a value that has no asset. Undefined amounts are unknown. */
export type Outflow =
  | { readonly kind: 'asset'; readonly ref: AssetRef; readonly amount: bigint | undefined; readonly decimals: number | undefined }
  | { readonly kind: 'notional'; readonly usd: Ratio | undefined };

/** The whole request's sum of one asset. */
export interface BillLine {
  readonly ref: AssetRef;
  /** Base units; of an amount that is unknown in part, the known part. */
  readonly amount: bigint;
  readonly isAmountKnown: boolean;
  readonly decimals: number | undefined;
}

export interface Bill {
  readonly lines: readonly BillLine[];
  readonly notionalUsd: Ratio;
  readonly isNotionalKnown: boolean;
}

export interface Valuation {
  /** Value of all that is known. */
  readonly knownUsd: Ratio;
  readonly isComplete: boolean;
  /** Prices that were used. */
  readonly prices: readonly Price[];
}

export function assetKey({ chain, network, asset }: AssetRef): string {
  return `${chain}|${network ?? ''}|${comparable(asset)}`;
}

function lineOf({ ref, amount, decimals }: Extract<Outflow, { kind: 'asset' }>): BillLine {
  return { ref, amount: amount ?? 0n, isAmountKnown: amount !== undefined, decimals };
}

function sumOf(a: BillLine, b: BillLine): BillLine {
  return {
    ref: a.ref,
    amount: a.amount + b.amount,
    isAmountKnown: a.isAmountKnown && b.isAmountKnown,
    decimals: a.decimals ?? b.decimals,
  };
}

/** Sums outflows per asset; nothing is netted. */
export function billOf(outflows: readonly Outflow[]): Bill {
  const lines = new Map<string, BillLine>();
  let notionalUsd = ZERO;
  let isNotionalKnown = true;
  for (const outflow of outflows) {
    if (outflow.kind === 'notional') {
      notionalUsd = add(notionalUsd, outflow.usd ?? ZERO);
      isNotionalKnown &&= outflow.usd !== undefined;
    } else {
      const key = assetKey(outflow.ref);
      const before = lines.get(key);
      lines.set(key, before === undefined ? lineOf(outflow) : sumOf(before, lineOf(outflow)));
    }
  }
  return { lines: [...lines.values()], notionalUsd, isNotionalKnown };
}

export interface LineValue {
  /** Undefined where price, decimals or amount are unknown. */
  readonly usd: Ratio | undefined;
  /** What is known of it. */
  readonly knownUsd: Ratio;
  readonly price: Price | undefined;
}

/** The value of one asset's sum. Nothing of an asset is worth nothing, whatever its price. */
export function valueOfLine(facts: Facts, line: BillLine): LineValue {
  if (line.amount === 0n && line.isAmountKnown) return { usd: ZERO, knownUsd: ZERO, price: undefined };
  const price = priceOf(facts, line.ref);
  if (price === undefined || line.decimals === undefined) return { usd: undefined, knownUsd: ZERO, price };
  const knownUsd = multiply(ofBaseUnits(line.amount, line.decimals), price.usd);
  return { usd: line.isAmountKnown ? knownUsd : undefined, knownUsd, price };
}

/** The value of a whole bill in USD, exactly. */
export function valueOfBill(facts: Facts, bill: Bill): Valuation {
  const values = bill.lines.map((line) => valueOfLine(facts, line));
  return {
    knownUsd: values.reduce((sum, value) => add(sum, value.knownUsd), bill.notionalUsd),
    isComplete: bill.isNotionalKnown && values.every((value) => value.usd !== undefined),
    prices: values.flatMap((value) => (value.price === undefined ? [] : [value.price])),
  };
}

/** Whether a bill takes nothing at all. */
export function isEmptyBill(bill: Bill): boolean {
  return bill.isNotionalKnown && isZero(bill.notionalUsd) && bill.lines.every((line) => line.amount === 0n && line.isAmountKnown);
}
