import type { Clock } from '../rpc/endpoint.js';

/** How much longer a single endpoint's word on expired bytes is waited out. */
export interface ExpiryMargin {
  readonly blocks: number;
  readonly seconds: number;
}

const KEPT = 10_000;

/**
 * Whether bytes whose blockhash has expired may be called dead.
 *
 * One node is not proof: with one endpoint configured a further margin of blocks and seconds must pass, counted from the moment
 * the expiry was first seen here (so a restart begins anew); with several, at least two must say so, and nobody who answers may disagree.
 */
export class ExpiryWatch {
  readonly #firstSeenMs = new Map<string, number>();

  constructor(
    private readonly configured: number,
    private readonly margin: ExpiryMargin,
    private readonly clock: Clock,
  ) {}

  /** `passed` holds each answering endpoint's count of final blocks since the expiry, undefined where it does not confirm one. */
  isDead(hash: string, passed: readonly (number | undefined)[]): boolean {
    const confirmed = passed.filter((blocks) => blocks !== undefined);
    if (confirmed.length === 0 || confirmed.length < passed.length) {
      this.#firstSeenMs.delete(hash);
      return false;
    }
    if (this.configured > 1) return confirmed.length > 1;
    return Math.min(...confirmed) > this.margin.blocks && this.#waitedMs(hash) >= this.margin.seconds * 1000;
  }

  #waitedMs(hash: string): number {
    const now = this.clock.now();
    const first = this.#firstSeenMs.get(hash);
    if (first !== undefined) return now - first;
    const oldest = this.#firstSeenMs.size >= KEPT ? this.#firstSeenMs.keys().next().value : undefined;
    if (oldest !== undefined) this.#firstSeenMs.delete(oldest);
    this.#firstSeenMs.set(hash, now);
    return 0;
  }
}
