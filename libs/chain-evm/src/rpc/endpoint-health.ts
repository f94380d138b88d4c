import { Steadiness } from '@waiaas/core';
import type { RpcFailure, RpcFailureKind } from './rpc-failure.js';

export type EndpointState = 'unverified' | 'ok' | 'behind' | 'down' | 'wrong-chain';

/** What may be shown of an endpoint: no path, query or credentials. */
export interface EndpointHealth {
  /** Scheme, host and port. */
  readonly endpoint: string;
  readonly state: EndpointState;
  /** Since it last named its chain. */
  readonly lastFailure: RpcFailureKind | null;
  /** Newest block seen there. */
  readonly height: number | null;
  /** Of the last answer. */
  readonly latencyMs: number | null;
  /** 100 where it has not failed lately; below 35 it is asked after the others. */
  readonly score: number;
}

export interface SeenHead {
  readonly height: number;
  readonly timestampSeconds: number;
  readonly seenAtMs: number;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** A chain id that does not fit is a mistake of configuration or an attack: looked at again, but rarely. */
const QUARANTINE_MS = 60_000;
/** Back on the right chain, it is not asked before the others for a while. */
const WRONG_CHAIN_WEIGHT = 4;
/** An endpoint behind a load balancer may change its chain without ever being unreachable. */
const IDENTITY_TRUST_MS = 30_000;

/** What is known about one endpoint, and from it whether an answer of it may be used now. */
export class EndpointRecord {
  head: SeenHead | undefined;
  #state: Exclude<EndpointState, 'behind'> = 'unverified';
  #verifiedAtMs = 0;
  #pausedUntilMs = 0;
  /** It asked to be left alone until then: nothing that it says of its chain ends that. */
  #aloneUntilMs = 0;
  #failures = 0;
  #lastFailure: RpcFailureKind | null = null;
  #latencyMs: number | null = null;
  readonly #steadiness = new Steadiness();

  get isQuarantined(): boolean {
    return this.#state === 'wrong-chain';
  }

  get isDown(): boolean {
    return this.#state === 'down';
  }

  get pausedUntilMs(): number {
    return this.#pausedUntilMs;
  }

  isSteady(nowMs: number): boolean {
    return this.#steadiness.isSteady(nowMs);
  }

  isPaused(nowMs: number): boolean {
    return nowMs < this.#pausedUntilMs;
  }

  /** How long it still wants to be left alone; 0 where it does not. */
  aloneForMs(nowMs: number): number {
    return Math.max(0, this.#aloneUntilMs - nowMs);
  }

  isVerified(nowMs: number): boolean {
    return this.#state === 'ok' && nowMs - this.#verifiedAtMs < IDENTITY_TRUST_MS;
  }

  verified(nowMs: number): void {
    this.#state = 'ok';
    this.#verifiedAtMs = nowMs;
    this.#pausedUntilMs = 0;
    this.#failures = 0;
    this.#lastFailure = null;
  }

  answered(latencyMs: number): void {
    this.#latencyMs = latencyMs;
  }

  failed(failure: RpcFailure, nowMs: number): void {
    this.#lastFailure = failure.kind;
    if (failure.kind === 'node-error') return;
    if (failure.kind === 'wrong-chain') {
      this.#state = 'wrong-chain';
      this.#pausedUntilMs = nowMs + QUARANTINE_MS;
      this.#steadiness.failed(nowMs, WRONG_CHAIN_WEIGHT);
      return;
    }
    this.#state = 'down';
    if (failure.retryAfterMs !== undefined) this.#aloneUntilMs = Math.max(this.#aloneUntilMs, nowMs + failure.retryAfterMs);
    // Questions that ran side by side fail together: that is one failure, not a reason for a longer pause.
    if (this.isPaused(nowMs) && failure.retryAfterMs === undefined) return;
    this.#steadiness.failed(nowMs);
    const pause = failure.retryAfterMs ?? Math.min(FIRST_PAUSE_MS * 2 ** this.#failures, LONGEST_PAUSE_MS);
    this.#failures = Math.min(this.#failures + 1, 10);
    this.#pausedUntilMs = Math.max(this.#pausedUntilMs, nowMs + pause);
  }

  show(endpoint: string, isBehind: boolean, nowMs: number): EndpointHealth {
    return {
      endpoint,
      state: this.#state === 'ok' && isBehind ? 'behind' : this.#state,
      lastFailure: this.#lastFailure,
      height: this.head?.height ?? null,
      latencyMs: this.#latencyMs,
      score: this.#steadiness.score(nowMs),
    };
  }
}
