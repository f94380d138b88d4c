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

  /** Asks every endpoint that can be asked now for its newest block. */
  async survey(asked: Endpoint): Promise<void> {
    this.#surveyedAtMs = this.#clock.now();
    await this.#pool.askOthers(asked, (endpoint) => this.#readAt(endpoint));
  }

  async #read(): Promise<NetworkHead> {
    const { endpoint, height } = await this.#pool.read(async (asked) => ({ endpoint: asked, height: await this.#readAt(asked) }));
    const isDue = this.#pool.size > 1 && this.#clock.now() - this.#surveyedAtMs >= SURVEY_EVERY_MS;
    if (isDue) await this.survey(endpoint);
    return { height, isHealthy: !this.#pool.isBehind(endpoint) };
  }

  async #readAt(endpoint: Endpoint): Promise<number> {
    const [answer] = await endpoint.ask([LATEST]);
    return noteHead(endpoint, latestBlockOf(resultOf(answer)), this.#clock).height;
  }
}
