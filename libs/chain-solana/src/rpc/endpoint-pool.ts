import { DomainError } from '@waiaas/core';
import type { Endpoint, EndpointHealth } from './endpoint.js';
import { RpcFailure, type RpcFailureKind } from './rpc-failure.js';

/** Something an operator should hear of. `endpoint` is scheme, host and port. */
export interface EndpointEvent {
  readonly endpoint: string;
  readonly failure: RpcFailureKind;
}

/** Where every endpoint asked to be left alone, a question waits this long at most for the first that may be asked again. */
const LONGEST_WAIT_MS = 2_000;

type Question<T> = (endpoint: Endpoint) => Promise<T>;

/** The endpoints of one network: order, failover and health. No answer of an endpoint is used before its genesis hash was seen. */
export class EndpointPool {
  constructor(
    readonly endpoints: readonly Endpoint[],
    private readonly onFailure: (event: EndpointEvent) => void,
  ) {}

  /**
   * Puts a question to one endpoint after the other until one answers it whole. One that asked to be left alone is; where no other
   * answers, the first whose pause is over is waited for, if that is soon.
   *
   * @throws DomainError `CHAIN_ERROR` when every endpoint answered with an error of its own, else `ADAPTER_NOT_AVAILABLE`.
   */
  async read<T>(question: Question<T>): Promise<T> {
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

  /** The answers of all endpoints that answer; those that failed a moment ago are left out where another is well. Throws like `read`. */
  async readAll<T>(question: Question<T>): Promise<readonly T[]> {
    const well = this.#inOrder().filter(({ isWell }) => isWell);
    const asked = well.length > 0 ? well : this.endpoints;
    const answers = await Promise.all(asked.map((endpoint) => this.#try(endpoint, question)));
    const values = answers.flatMap((answer) => (answer instanceof RpcFailure ? [] : [answer.value]));
    if (values.length > 0) return values;
    const late = await this.#whenLetAgain(question);
    if (late !== undefined && !(late instanceof RpcFailure)) return [late.value];
    throw unavailable(answers.filter((answer) => answer instanceof RpcFailure));
  }

  /** The answers of the others, as many as there are. */
  async askOthers<T>(asked: Endpoint, question: Question<T>): Promise<readonly T[]> {
    const others = this.endpoints.filter((endpoint) => endpoint !== asked && endpoint.isWell);
    const answers = await Promise.all(others.map((endpoint) => this.#try(endpoint, question)));
    return answers.flatMap((answer) => (answer instanceof RpcFailure ? [] : [answer.value]));
  }

  /**
   * The answer to a question that money hangs on: one that every endpoint that answers gives alike, at least two where two are
   * configured.
   *
   * @throws DomainError `ADAPTER_NOT_AVAILABLE` where they differ or too few answer; else as `read`.
   */
  async agreed<T>(question: Question<T>, isSame: (one: T, other: T) => boolean): Promise<T> {
    const { endpoint, value } = await this.read(async (asked) => ({ endpoint: asked, value: await question(asked) }));
    await this.confirm(endpoint, async (other) => isSame(value, await question(other)));
    return value;
  }

  /** Passes where every other endpoint that answers says yes, one at least where there are others. Throws as `agreed`. */
  async confirm(asked: Endpoint, isSaid: Question<boolean>): Promise<void> {
    if (this.endpoints.length === 1) return;
    const others = await this.askOthers(asked, isSaid);
    if (others.length > 0 && others.every(Boolean)) return;
    throw new DomainError('ADAPTER_NOT_AVAILABLE', { hint: 'Too few RPC endpoints of this network answer alike.' });
  }

  /** The first endpoint that proves to be of this network; undefined where none does. */
  async pick(): Promise<Endpoint | undefined> {
    for (const endpoint of this.#inOrder()) {
      const answer = await this.#try(endpoint, () => Promise.resolve());
      if (!(answer instanceof RpcFailure)) return endpoint;
    }
    const answer = await this.#whenLetAgain((endpoint) => Promise.resolve(endpoint));
    return answer === undefined || answer instanceof RpcFailure ? undefined : answer.value;
  }

  /** Takes note of a failure; the operator hears of it once, when the endpoint goes out of use. */
  failed(endpoint: Endpoint, failure: RpcFailure): void {
    const { isWell } = endpoint;
    endpoint.failed(failure);
    if (isWell && !endpoint.isWell) this.onFailure({ endpoint: endpoint.label, failure: failure.kind });
  }

  health(): readonly EndpointHealth[] {
    return this.endpoints.map((endpoint) => endpoint.health());
  }

  // An endpoint that failed a moment ago is asked last, not never: it may be the only one left.
  #inOrder(): readonly Endpoint[] {
    for (const endpoint of this.endpoints) if (endpoint.wantsProbe) this.#probe(endpoint);
    return [...this.endpoints].sort((a, b) => a.rank - b.rank);
  }

  // Beside the real question, so that no caller waits for an endpoint that is still away.
  #probe(endpoint: Endpoint): void {
    void this.#try(endpoint, () => Promise.resolve());
  }

  async #try<T>(endpoint: Endpoint, question: Question<T>): Promise<{ readonly value: T } | RpcFailure> {
    const { aloneForMs } = endpoint;
    if (aloneForMs > 0) return new RpcFailure('rate-limited', 'left alone', { retryAfterMs: aloneForMs });
    return this.#ask(endpoint, question);
  }

  /** Of the endpoints that want to be left alone, the one that may be asked first, where that is soon. */
  async #whenLetAgain<T>(question: Question<T>): Promise<{ readonly value: T } | RpcFailure | undefined> {
    const paused = this.endpoints.map((endpoint) => ({ endpoint, forMs: endpoint.aloneForMs }));
    const [first] = paused.filter(({ forMs }) => forMs > 0).sort((a, b) => a.forMs - b.forMs);
    if (first === undefined || first.forMs > LONGEST_WAIT_MS) return undefined;
    await new Promise((resolve) => setTimeout(resolve, first.forMs));
    return this.#ask(first.endpoint, question);
  }

  async #ask<T>(endpoint: Endpoint, question: Question<T>): Promise<{ readonly value: T } | RpcFailure> {
    try {
      await endpoint.verify();
      const value = await question(endpoint);
      endpoint.succeeded();
      return { value };
    } catch (failure) {
      if (!(failure instanceof RpcFailure)) throw failure;
      this.failed(endpoint, failure);
      return failure;
    }
  }
}

function unavailable(failures: readonly RpcFailure[]): DomainError {
  const isAnswered = failures.length > 0 && failures.every((failure) => failure.kind === 'node-error');
  // The first pause that is over: then there is somebody to ask.
  const pauses = failures.map((failure) => failure.more.retryAfterMs ?? 0).filter((pause) => pause > 0);
  const retryAfterMs = pauses.length === 0 ? 0 : Math.min(...pauses);
  return new DomainError(isAnswered ? 'CHAIN_ERROR' : 'ADAPTER_NOT_AVAILABLE', {
    cause: failures.at(-1),
    ...(retryAfterMs > 0 ? { retryAfterSeconds: Math.ceil(retryAfterMs / 1000) } : {}),
  });
}
