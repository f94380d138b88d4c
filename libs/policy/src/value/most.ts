import type { Case } from '../effective/case.js';
import { compare, isZero, subtract, type Ratio } from '../money/ratio.js';
import { valueOfLine, type BillLine } from './bill.js';

/** Whole base units that a figure in whole units comes to, rounded down. */
export function baseUnitsWithin({ num, den }: Ratio, decimals: number): bigint {
  return (num * 10n ** BigInt(decimals)) / den;
}

/** The largest amount of a request's one asset that is worth no more than `usd`; undefined where it spends anything else too. */
export function mostWithin({ facts, bill }: Pick<Case, 'facts' | 'bill'>, usd: Ratio): bigint | undefined {
  const [line, ...others] = bill.lines;
  if (line === undefined || others.length > 0 || !isZero(bill.notionalUsd) || line.decimals === undefined) return undefined;
  const { price } = valueOfLine(facts, line);
  if (price === undefined) return undefined;
  const units = { num: usd.num * price.usd.den, den: usd.den * price.usd.num };
  return baseUnitsWithin(units, line.decimals);
}

/** What is left of a limit; undefined where nothing is. */
export function leftOf(limit: Ratio, taken: Ratio): Ratio | undefined {
  return compare(limit, taken) > 0 ? subtract(limit, taken) : undefined;
}

/** What remains of a threshold in units once what is reserved is taken off; undefined where the line is not the whole request. */
export function mostUnits({ bill }: Pick<Case, 'bill'>, line: BillLine, threshold: bigint, reserved: bigint): bigint | undefined {
  return bill.lines.length === 1 && threshold > reserved && bill.lines[0] === line ? threshold - reserved : undefined;
}
