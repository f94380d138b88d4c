import type { Clock } from '../time/clock.js';

/**
 * What the boundary noticed. `peer`: a connection from off loopback. `stranger`: one of those refused for who it is.
 * `tls`: a trusted proxy that ended TLS. `plain`: a client off loopback whose way to the trusted proxy had none.
 */
export type SightingKind =
  'peer' | 'stranger' | 'host-refused' | 'origin-refused' | 'forwarded-ignored' | 'tls' | 'plain' | 'connections-refused';

export interface HourOfSightings {
  readonly kind: SightingKind;
  /** An address, or empty where only the number matters. */
  readonly subject: string;
  /** Hours since the epoch. */
  readonly hour: number;
  readonly count: number;
  readonly lastSeenAt: number;
}

export interface SightingSum {
  readonly subject: string;
  readonly count: number;
  readonly lastSeenAt: number;
}

const HOUR_SECONDS = 3600;
const HOURS_KEPT = 24;
/** Addresses are free for whoever has a network of them; memory is not. What does not fit is counted under one name. */
const MOST_ROWS = 2000;
const OTHERS = 'others';

const keyOf = (kind: SightingKind, subject: string, hour: number): string => `${kind} ${hour} ${subject}`;

/** Counts by hour over the last day. The picture in force is here; a copy in the database brings it over a restart. */
export class Sightings {
  readonly #rows = new Map<string, HourOfSightings>();
  #changed = new Set<string>();

  constructor(private readonly clock: Clock) {}

  note(kind: SightingKind, subject = ''): void {
    const now = this.clock.nowSeconds();
    const hour = Math.floor(now / HOUR_SECONDS);
    const wanted = keyOf(kind, subject, hour);
    const isNew = !this.#rows.has(wanted);
    const isFull = isNew && this.#rows.size >= MOST_ROWS;
    const named = isFull && subject !== '' ? OTHERS : subject;
    const key = keyOf(kind, named, hour);
    const count = (this.#rows.get(key)?.count ?? 0) + 1;
    this.#rows.set(key, { kind, subject: named, hour, count, lastSeenAt: now });
    this.#changed.add(key);
  }

  /** By subject over the last day, the busiest first. */
  sums(kind: SightingKind): readonly SightingSum[] {
    const sums = new Map<string, SightingSum>();
    for (const row of this.#recent()) {
      if (row.kind !== kind) continue;
      const { count = 0, lastSeenAt = 0 } = sums.get(row.subject) ?? {};
      sums.set(row.subject, {
        subject: row.subject,
        count: count + row.count,
        lastSeenAt: Math.max(lastSeenAt, row.lastSeenAt),
      });
    }
    return [...sums.values()].sort((a, b) => b.count - a.count);
  }

  total(kind: SightingKind): number {
    return this.#recent().reduce((sum, row) => (row.kind === kind ? sum + row.count : sum), 0);
  }

  /** Rows changed since the last call, each whole: storing one twice stores the same. */
  takeChanged(): readonly HourOfSightings[] {
    const changed = [...this.#changed].flatMap((key) => this.#rows.get(key) ?? []);
    this.#changed = new Set();
    this.#forgetOld();
    return changed;
  }

  /** Rows that could not be stored are due again. */
  returnChanged(rows: readonly HourOfSightings[]): void {
    for (const row of rows) this.#changed.add(keyOf(row.kind, row.subject, row.hour));
  }

  /** What an earlier process saw, under what this one has seen meanwhile. */
  restore(rows: readonly HourOfSightings[]): void {
    for (const row of rows) {
      const key = keyOf(row.kind, row.subject, row.hour);
      const own = this.#rows.get(key);
      this.#rows.set(key, own === undefined ? row : { ...own, count: own.count + row.count });
    }
  }

  /** The first hour that still counts. */
  oldestHour(): number {
    return Math.floor(this.clock.nowSeconds() / HOUR_SECONDS) - HOURS_KEPT + 1;
  }

  #recent(): HourOfSightings[] {
    const oldest = this.oldestHour();
    return [...this.#rows.values()].filter((row) => row.hour >= oldest);
  }

  #forgetOld(): void {
    const oldest = this.oldestHour();
    for (const [key, row] of this.#rows) if (row.hour < oldest) this.#rows.delete(key);
  }
}
