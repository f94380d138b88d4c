import type { NetworkHead } from '@waiaas/core';
import { latestBlockOf, noteHead } from '../fees/fee-source.js';
import type { Clock, Endpoint } from '../rpc/endpoint.js';
import type { EndpointPool } from '../rpc/endpoint-pool.js';
import { resultOf, rpcCall } from '../rpc/json-rpc.js';

const LATEST = rpcCall('eth_getBlockByNumber', 'latest', false);
const SURVEY_EVERY_MS = 15_000;

/** The newest block, and now and then that of every endpoint: one that falls behind can only be seen against another. */
export class HeadWatch {
  readonly #pool: EndpointPool;
  readonly #clock: Clock;
  #surveyedAtMs = Number.NEGATIVE_INFINITY;
  #running: Promise<NetworkHead> | undefined;
  #height = -1;
  #readAtMs = Number.NEGATIVE_INFINITY;

  constructor(pool: EndpointPool, clock: Clock) {
    this.#pool = pool;
    this.#clock = clock;
  }

  head(): Promise<NetworkHead> {
    this.#running ??= this.#read().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async recent(withinMs: number): Promise<number> {
    const age = this.#clock.now() - this.#readAtMs;
    if (age < 0 || age >= withinMs) await this.head();
    return this.#height;
  }

  /** A block that something was found in, whatever the head was when it was asked for. */
  saw(height: number): void {
    this.#height = Math.max(this.#height, height);
  }

  /** Asks every endpoint that can be asked now for its newest block. */
  async survey(asked: Endpoint): Promise<void> {
    this.#surveyedAtMs = this.#clock.now();
    await this.#pool.askOthers(asked, (endpoint) => this.#readAt(endpoint));
  }

  async #read(): Promise<NetworkHead> {
    const { endpoint, height } = await this.#pool.read(async (asked) => ({ endpoint: asked, height: await this.#readAt(asked) }));
    this.saw(height);
    this.#readAtMs = this.#clock.now();
    const isDue = this.#pool.size > 1 && this.#clock.now() - this.#surveyedAtMs >= SURVEY_EVERY_MS;
    if (isDue) await this.survey(endpoint);
    return { height, isHealthy: !this.#pool.isBehind(endpoint) };
  }

  async #readAt(endpoint: Endpoint): Promise<number> {
    const [answer] = await endpoint.ask([LATEST]);
    return noteHead(endpoint, latestBlockOf(resultOf(answer)), this.#clock).height;
  }
}
