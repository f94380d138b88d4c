import { Injectable } from '@nestjs/common';
import { RecentMap } from '../../common/recent-map.js';
import { Clock } from '../../common/time/clock.js';
import { SessionStatesRepository, type SessionState } from './session-states.repository.js';

const LIFETIME_MS = 1_000;
const MAX_ENTRIES = 10_000;

interface Entry {
  readonly state: SessionState | undefined;
  readonly readAtMs: number;
}

/**
 * Session rows for the guard, at most a second old. Whoever changes a session calls `invalidate` after the commit, and the next
 * request sees the change: revocation does not wait for a cache. Every change also outdates reads that were under way.
 */
@Injectable()
export class SessionCache {
  readonly #entries = new RecentMap<string, Entry>(MAX_ENTRIES);
  #generation = 0;

  constructor(
    private readonly sessions: SessionStatesRepository,
    private readonly clock: Clock,
  ) {}

  async find(sessionId: string): Promise<SessionState | undefined> {
    const nowMs = this.clock.nowMs();
    const cached = this.#entries.get(sessionId);
    if (cached !== undefined && nowMs - cached.readAtMs < LIFETIME_MS && nowMs >= cached.readAtMs) return cached.state;
    const generation = this.#generation;
    const state = await this.sessions.find(sessionId);
    if (generation === this.#generation) this.#entries.set(sessionId, { state, readAtMs: nowMs });
    return state;
  }

  invalidate(...sessionIds: readonly string[]): void {
    this.#generation += 1;
    for (const id of sessionIds) this.#entries.delete(id);
  }

  invalidateAll(): void {
    this.#generation += 1;
    this.#entries.clear();
  }
}
