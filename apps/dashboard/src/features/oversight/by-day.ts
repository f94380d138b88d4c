import type { SpendingHistoryResponse } from '@waiaas/api-types';

export interface Day {
  /** Where the day begins, in the zone of the browser: Unix seconds. */
  readonly at: number;
  readonly usd: number;
  readonly requests: number;
}

function dayOf(unixSeconds: number): Date {
  const date = new Date(unixSeconds * 1000);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate());
}

/** Hours summed to days of the browser's zone, the empty ones between them too. For looking at: a number is good enough. */
export function byDay({ from, to, points }: SpendingHistoryResponse): readonly Day[] {
  const days = new Map<number, Day>();
  // A day forward by the calendar: with a change of the clock it has another length.
  for (let day = dayOf(from); day.getTime() <= to * 1000; day = new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1)) {
    const at = day.getTime() / 1000;
    days.set(at, { at, usd: 0, requests: 0 });
  }
  for (const { at, usd, requests } of points) {
    const key = dayOf(at).getTime() / 1000;
    const day = days.get(key) ?? { at: key, usd: 0, requests: 0 };
    days.set(key, { at: key, usd: day.usd + Number(usd), requests: day.requests + requests });
  }
  return [...days.values()];
}
