import { DomainError } from '@waiaas/core';
import type { Clock, Endpoint } from './endpoint.js';
import type { EndpointHealth } from './endpoint-health.js';
import { RpcFailure, type RpcFailureKind } from './rpc-failure.js';

/** Something an operator should hear of. `endpoint` is scheme, host and port. */
export interface EndpointEvent {
  readonly endpoint: string;
  readonly failure: RpcFailureKind;
}

export interface EndpointPoolOptions {
  /** In the order of preference. */
  readonly endpoints: readonly Endpoint[];
  readonly clock: Clock;
  readonly onFailure?: (event: EndpointEvent) => void;
}

/** Endpoints whose newest block is older than another's by this much are asked last. */
const BEHIND_SECONDS = 60;
/** Where every endpoint asked to be left alone, a question waits this long at most for the first that may be asked again. */
const LONGEST_WAIT_MS = 2_000;

/** The endpoints of one network: order, failover and health. No answer of an endpoint is used before its chain id was seen. */
export class EndpointPool {
  readonly #options: EndpointPoolOptions;

  constructor(options: EndpointPoolOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#options.endpoints.length;
  }

  /**
   * Runs a read against one endpoint after the other until one answers it whole. One that asked to be left alone is; where no other
   * answers, the first whose pause is over is waited for, if that is soon.
   *
   * @throws DomainError `CHAIN_ERROR` when every endpoint answered with an error of its own, else `ADAPTER_NOT_AVAILABLE`.
   */
  async read<T>(question: (endpoint: Endpoint) => Promise<T>): Promise<T> {
    const failures: RpcFailure[] = [];
    for (const endpoint of this.#inOrder()) {
      const answer = await this.#try(endpoint, question);
      if (!(answer instanceof RpcFailure)) return answer.value;
      failures.push(answer);
    }
    const answer = await this.#whenLetAgain(question);
    if (answer !== undefined && !(answer instanceof RpcFailure)) return answer.value;
    throw unavailable(answer === undefined ? failures : [...failures, answer]);
  }

  /**
   * The answer to a question that money hangs on: one that every endpoint that answers gives alike, at least two where two are
   * configured.
   *
   * @throws DomainError `ADAPTER_NOT_AVAILABLE` where they differ or too few answer; else as `read`.
   */
  async agreed<T>(question: (endpoint: Endpoint) => Promise<T>, isSame: (one: T, other: T) => boolean): Promise<T> {
    const { endpoint, value } = await this.read(async (asked) => ({ endpoint: asked, value: await question(asked) }));
    if (this.size === 1) return value;
    const others = await this.askOthers(endpoint, question);
    if (others.length > 0 && others.every((other) => isSame(value, other))) return value;
    throw new DomainError('ADAPTER_NOT_AVAILABLE', { hint: 'Too few RPC endpoints of this network answer alike.' });
  }

  /** The first endpoint in order that is what it should be; undefined where none is. */
  async pick(): Promise<Endpoint | undefined> {
    for (const endpoint of this.#inOrder()) {
      const answer = await this.#try(endpoint, () => Promise.resolve());
      if (!(answer instanceof RpcFailure)) return endpoint;
    }
    const answer = await this.#whenLetAgain((endpoint) => Promise.resolve(endpoint));
    return answer === undefined || answer instanceof RpcFailure ? undefined : answer.value;
  }

  /** Puts the same question to every other endpoint that can be asked now; those that do not answer are left out. */
  async askOthers<T>(asked: Endpoint, question: (endpoint: Endpoint) => Promise<T>): Promise<readonly T[]> {
    const now = this.#options.clock.now();
    const others = this.#options.endpoints.filter((endpoint) => endpoint !== asked && !endpoint.record.isPaused(now));
    const answers = await Promise.all(others.map((endpoint) => this.#try(endpoint, question)));
    return answers.flatMap((answer) => (answer instanceof RpcFailure ? [] : [answer.value]));
  }

  /** Takes note of a failure; the operator hears of it once, when the endpoint goes out of use. */
  failed(endpoint: Endpoint, failure: RpcFailure): void {
    const { record } = endpoint;
    const isNews = failure.kind === 'wrong-chain' ? !record.isQuarantined : !record.isDown && failure.kind !== 'node-error';
    record.failed(failure, this.#options.clock.now());
    if (isNews) this.#options.onFailure?.({ endpoint: endpoint.label, failure: failure.kind });
  }

  health(): readonly EndpointHealth[] {
    const now = this.#options.clock.now();
    return this.#options.endpoints.map((endpoint) => endpoint.record.show(endpoint.label, this.isBehind(endpoint), now));
  }

  /** Compares the ages of the newest blocks as they were when seen: neither the clock here nor idle chains matter. */
  isBehind(endpoint: Endpoint): boolean {
    const age = ageSeconds(endpoint);
    if (age === undefined) return false;
    return this.#options.endpoints.some((other) => {
      const otherAge = other.record.isQuarantined ? undefined : ageSeconds(other);
      return otherAge !== undefined && age - otherAge > BEHIND_SECONDS;
    });
  }

  async #try<T>(endpoint: Endpoint, question: (endpoint: Endpoint) => Promise<T>): Promise<{ readonly value: T } | RpcFailure> {
    const now = this.#options.clock.now();
    if (endpoint.record.isQuarantined && endpoint.record.isPaused(now)) return new RpcFailure('wrong-chain', 'quarantined');
    const aloneForMs = endpoint.record.aloneForMs(now);
    if (aloneForMs > 0) return new RpcFailure('rate-limited', 'left alone', aloneForMs);
    return this.#ask(endpoint, question);
  }

  /** Of the endpoints that want to be left alone, the one that may be asked first, where that is soon. */
  async #whenLetAgain<T>(question: (endpoint: Endpoint) => Promise<T>): Promise<{ readonly value: T } | RpcFailure | undefined> {
    const now = this.#options.clock.now();
    const paused = this.#options.endpoints.map((endpoint) => ({ endpoint, forMs: endpoint.record.aloneForMs(now) }));
    const [first] = paused.filter(({ forMs }) => forMs > 0).sort((a, b) => a.forMs - b.forMs);
    if (first === undefined || first.forMs > LONGEST_WAIT_MS) return undefined;
    await new Promise((resolve) => setTimeout(resolve, first.forMs));
    return this.#ask(first.endpoint, question);
  }

  async #ask<T>(endpoint: Endpoint, question: (endpoint: Endpoint) => Promise<T>): Promise<{ readonly value: T } | RpcFailure> {
    try {
      await endpoint.verify();
      return { value: await question(endpoint) };
    } catch (failure) {
      if (!(failure instanceof RpcFailure)) throw failure;
      this.failed(endpoint, failure);
      return failure;
    }
  }

  #inOrder(): readonly Endpoint[] {
    const rank = new Map(this.#options.endpoints.map((endpoint) => [endpoint, this.#rank(endpoint)]));
    const sorted = [...this.#options.endpoints].sort((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0));
    this.#probe(sorted);
    return sorted;
  }

  #rank(endpoint: Endpoint): number {
    if (endpoint.record.isQuarantined) return 3;
    if (endpoint.record.isDown) return 2;
    return this.isBehind(endpoint) || !endpoint.record.isSteady(this.#options.clock.now()) ? 1 : 0;
  }

  /** Lets a better endpoint come back without a caller waiting for it: only the chain id is asked, beside the real question. */
  #probe(sorted: readonly Endpoint[]): void {
    const now = this.#options.clock.now();
    for (const endpoint of sorted.slice(1)) {
      const { record } = endpoint;
      if ((record.isDown || record.isQuarantined) && !record.isPaused(now) && record.aloneForMs(now) === 0) {
        endpoint.verify().catch((failure: unknown) => {
          if (failure instanceof RpcFailure) this.failed(endpoint, failure);
        });
      }
    }
  }
}

function ageSeconds(endpoint: Endpoint): number | undefined {
  const { head } = endpoint.record;
  return head === undefined ? undefined : head.seenAtMs / 1000 - head.timestampSeconds;
}

function unavailable(failures: readonly RpcFailure[]): DomainError {
  const isAnswered = failures.length > 0 && failures.every((failure) => failure.kind === 'node-error');
  // The first pause that is over: then there is somebody to ask.
  const pauses = failures.map((failure) => failure.retryAfterMs ?? 0).filter((pause) => pause > 0);
  const retryAfterMs = pauses.length === 0 ? 0 : Math.min(...pauses);
  return new DomainError(isAnswered ? 'CHAIN_ERROR' : 'ADAPTER_NOT_AVAILABLE', {
    cause: failures.at(-1),
    ...(retryAfterMs > 0 ? { retryAfterSeconds: Math.ceil(retryAfterMs / 1000) } : {}),
  });
}
