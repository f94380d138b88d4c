import { add, compare, ZERO, type Ratio } from '../money/ratio.js';

/** A figure nothing goes above, and what holds it there. Without a figure nothing does. */
export interface Bound {
  readonly usd: Ratio | undefined;
  readonly binding: Binding | null;
}

export interface Binding {
  readonly policyId: string | null;
  readonly type: string;
  readonly field: string | null;
}

export const UNBOUNDED: Bound = { usd: undefined, binding: null };

/** The lowest; of equal ones the first. */
export function leastOf(bounds: readonly Bound[]): Bound {
  return bounds.reduce((least, bound) => {
    if (bound.usd === undefined) return least;
    return least.usd === undefined || compare(bound.usd, least.usd) < 0 ? bound : least;
  }, UNBOUNDED);
}

/** What bounds that each hold for a part come to together; held by what holds the first of them. */
export function sumOf(bounds: readonly Bound[]): Bound {
  const known = bounds.flatMap(({ usd }) => (usd === undefined ? [] : [usd]));
  if (known.length < bounds.length) return UNBOUNDED;
  return { usd: known.reduce(add, ZERO), binding: bounds.find(({ binding }) => binding !== null)?.binding ?? null };
}
