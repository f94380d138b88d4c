import { Steadiness, type TimeCall } from '@waiaas/core';
import { count, text } from './answer-shape.js';
import { callRpc, type RpcTarget } from './json-rpc.js';
import { RpcFailure, type RpcFailureKind } from './rpc-failure.js';

/** Milliseconds since 1970, as `Date.now`. */
export interface Clock {
  now(): number;
}

export type EndpointState = 'unverified' | 'ok' | 'behind' | 'down' | 'wrong-chain';

/** What may be shown of an endpoint: no path, query or credentials. */
export interface EndpointHealth {
  readonly endpoint: string;
  readonly state: EndpointState;
  readonly lastFailure: RpcFailureKind | null;
  /** The newest slot it has shown. */
  readonly height: number | null;
  readonly latencyMs: number | null;
  /** 100 where it has not failed lately; below 35 it is asked after the others. */
  readonly score: number;
}

export interface EndpointOptions {
  readonly target: RpcTarget;
  readonly label: string;
  /** Every call goes through it, for figures. */
  readonly timeCall: TimeCall;
  /** What the genesis hash must begin with. */
  readonly genesis: string;
  readonly clock: Clock;
}

/** A load balancer may lead to another cluster at any time, so the identity is asked for again now and then. */
const IDENTITY_TRUST_MS = 60_000;
const PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
const MAX_DOUBLINGS = 5;
/** Back on the right cluster, it is not asked before the others for a while. */
const WRONG_CHAIN_WEIGHT = 4;

/** One node: its identity, what went wrong with it last, and when it may be asked first again. */
export class Endpoint {
  readonly label: string;
  readonly #options: EndpointOptions;
  #state: EndpointState = 'unverified';
  #verifiedAtMs = 0;
  #verification: Promise<void> | undefined;
  #pausedUntilMs = 0;
  /** It asked to be left alone until then: nothing that it says meanwhile ends that. */
  #aloneUntilMs = 0;
  #failures = 0;
  #lastFailure: RpcFailureKind | null = null;
  #slot: number | null = null;
  #latencyMs: number | null = null;
  readonly #steadiness = new Steadiness();

  constructor(options: EndpointOptions) {
    this.#options = options;
    this.label = options.label;
  }

  /** Lower is asked earlier. One that failed keeps its place at the end until a probe has found it well. */
  get rank(): number {
    if (!this.isWell) return this.#state === 'wrong-chain' ? 3 : 2;
    return this.#steadiness.isSteady(this.#options.clock.now()) ? 0 : 1;
  }

  /** Nothing is wrong with it now, however it did a while ago. */
  get isWell(): boolean {
    return this.#state !== 'wrong-chain' && this.#state !== 'down' && !this.#isPaused;
  }

  /** Whether it is time to look if it has come back. */
  get wantsProbe(): boolean {
    return !this.isWell && !this.#isPaused && this.aloneForMs === 0;
  }

  /** How long it still wants to be left alone; 0 where it does not. */
  get aloneForMs(): number {
    return Math.max(0, this.#aloneUntilMs - this.#options.clock.now());
  }

  get #isPaused(): boolean {
    return this.#options.clock.now() < this.#pausedUntilMs;
  }

  /** One call, once. The answer is used by nobody before `verify` has passed. Throws RpcFailure. */
  async call(method: string, ...params: readonly unknown[]): Promise<unknown> {
    const startedAt = this.#options.clock.now();
    const result = await this.#options.timeCall(() => callRpc(this.#options.target, method, params));
    this.#latencyMs = this.#options.clock.now() - startedAt;
    return result;
  }

  /** Passes where the genesis hash is the network's. At most one such question runs at a time. */
  verify(): Promise<void> {
    const isFresh = this.#options.clock.now() - this.#verifiedAtMs < IDENTITY_TRUST_MS;
    if (this.#verifiedAtMs > 0 && isFresh) return Promise.resolve();
    this.#verification ??= this.#verifyNow().finally(() => {
      this.#verification = undefined;
    });
    return this.#verification;
  }

  sawSlot(value: unknown): number {
    this.#slot = count(value, 'slot');
    return this.#slot;
  }

  succeeded(): void {
    this.#state = 'ok';
    this.#failures = 0;
    this.#pausedUntilMs = 0;
  }

  failed(failure: RpcFailure): void {
    this.#lastFailure = failure.kind;
    // An error object is an answer: the node is there, and the next question may go to it.
    if (failure.kind === 'node-error') return;
    if (failure.kind !== 'behind') this.#verifiedAtMs = 0;
    // Questions that ran side by side fail together: that is one failure.
    const now = this.#options.clock.now();
    if (!this.#isPaused) this.#steadiness.failed(now, failure.kind === 'wrong-chain' ? WRONG_CHAIN_WEIGHT : 1);
    this.#state = stateAfter(failure.kind);
    const { retryAfterMs } = failure.more;
    if (retryAfterMs !== undefined) this.#aloneUntilMs = Math.max(this.#aloneUntilMs, now + retryAfterMs);
    const pauseMs = retryAfterMs ?? Math.min(PAUSE_MS * 2 ** this.#failures, LONGEST_PAUSE_MS);
    this.#failures = Math.min(this.#failures + 1, MAX_DOUBLINGS);
    this.#pausedUntilMs = now + pauseMs;
  }

  health(): EndpointHealth {
    return {
      endpoint: this.label,
      state: this.#state,
      lastFailure: this.#lastFailure,
      height: this.#slot,
      latencyMs: this.#latencyMs,
      score: this.#steadiness.score(this.#options.clock.now()),
    };
  }

  async #verifyNow(): Promise<void> {
    const genesis = text(await this.call('getGenesisHash'), 'genesis hash');
    if (!genesis.startsWith(this.#options.genesis)) throw new RpcFailure('wrong-chain', 'genesis hash');
    this.#verifiedAtMs = this.#options.clock.now();
  }
}

function stateAfter(kind: RpcFailureKind): EndpointState {
  if (kind === 'wrong-chain') return 'wrong-chain';
  return kind === 'behind' ? 'behind' : 'down';
}
