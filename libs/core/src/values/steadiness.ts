const HALF_LIFE_MS = 60_000;
/** Three failures at once are worse than this, and one alone never is; from three it takes about a minute and a half to be steady again. */
const STEADY = 35;

/**
 * How well something has answered lately, 0..100: every failure weighs on it, and half of what weighs is forgotten each minute. So one that
 * fails now and then, and is well in between, is told from one that can be relied on, and comes back by itself.
 */
export class Steadiness {
  #trouble = 0;
  #atMs = 0;

  /** `weight` 1 is an ordinary failure. */
  failed(nowMs: number, weight = 1): void {
    this.#trouble = this.#troubleAt(nowMs) + weight;
    this.#atMs = nowMs;
  }

  score(nowMs: number): number {
    return Math.round(100 / (1 + this.#troubleAt(nowMs)));
  }

  isSteady(nowMs: number): boolean {
    return this.score(nowMs) >= STEADY;
  }

  #troubleAt(nowMs: number): number {
    return this.#trouble * 2 ** (-Math.max(0, nowMs - this.#atMs) / HALF_LIFE_MS);
  }
}
