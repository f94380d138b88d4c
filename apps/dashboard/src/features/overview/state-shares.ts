export interface StateShare {
  readonly state: string;
  readonly today: number;
  readonly total: number;
  /** Of the largest, 0 to 100: the length of its bar. */
  readonly percent: number;
}

const ORDER = ['CONFIRMED', 'SIGNED', 'SUBMITTED', 'EXECUTING', 'QUEUED', 'PENDING', 'DENIED', 'CANCELLED', 'EXPIRED', 'FAILED'];

/** How many transactions are in which state, in the order of how well they went; states without any are left out. */
export function stateShares(
  total: Readonly<Record<string, number>>,
  today: Readonly<Record<string, number>>,
): readonly StateShare[] {
  const rank = (state: string): number => (ORDER.includes(state) ? ORDER.indexOf(state) : ORDER.length);
  const present = Object.entries(total).filter(([, count]) => count > 0);
  const largest = Math.max(1, ...present.map(([, count]) => count));
  return present
    .sort(([one], [other]) => rank(one) - rank(other))
    .map(([state, count]) => ({ state, total: count, today: today[state] ?? 0, percent: Math.max(1, (count / largest) * 100) }));
}
