import type { TimeCall } from '@waiaas/core';
import { answerOf, batchAnswersOf, requestObject, resultOf, rpcCall, type RpcAnswer, type RpcCall } from './json-rpc.js';
import { EndpointRecord } from './endpoint-health.js';
import { postJson, type HttpTarget } from './http-post.js';
import { quantity } from './quantity.js';
import { RpcFailure } from './rpc-failure.js';

export interface Clock {
  /** Milliseconds, as `Date.now`. */
  now(): number;
}

export interface EndpointOptions {
  readonly target: HttpTarget;
  readonly label: string;
  /** Every call goes through it, for figures. */
  readonly timeCall: TimeCall;
  readonly chainId: number;
  readonly clock: Clock;
}

const CHAIN_ID = rpcCall('eth_chainId');
const PARALLEL_SINGLES = 8;

/** One node. Every question of more than one call carries `eth_chainId` with it, so that its answers are of this chain for certain. */
export class Endpoint {
  readonly record = new EndpointRecord();
  readonly label: string;
  readonly #options: EndpointOptions;
  #refusesBatches = false;
  #verification: Promise<void> | undefined;

  constructor(options: EndpointOptions) {
    this.#options = options;
    this.label = options.label;
  }

  /** Asks for the chain id unless that was done a moment ago; at most one such question runs at a time. Throws RpcFailure. */
  verify(): Promise<void> {
    if (this.record.isVerified(this.#options.clock.now())) return Promise.resolve();
    this.#verification ??= this.#verifyNow().finally(() => {
      this.#verification = undefined;
    });
    return this.#verification;
  }

  /** Answers in the order of the calls. An error object of the node is an answer; what is no answer throws RpcFailure. */
  async ask(calls: readonly RpcCall[]): Promise<readonly RpcAnswer[]> {
    if (calls.length === 1 || this.#refusesBatches) return this.#askOneByOne(calls);
    const answers = await this.#askBatch([CHAIN_ID, ...calls]);
    if (answers === undefined) return this.#askOneByOne(calls);
    this.#expectChain(answers[0]);
    return answers.slice(1);
  }

  /** Sends one call exactly once, whatever becomes of it. */
  async askOnce(call: RpcCall): Promise<RpcAnswer> {
    const { body, status } = await this.#post(requestObject(call, 0));
    try {
      return answerOf(body, 0);
    } catch (failure) {
      throw status >= 400 ? new RpcFailure('http-status', `HTTP ${String(status)}`) : failure;
    }
  }

  async #verifyNow(): Promise<void> {
    this.#expectChain(await this.askOnce(CHAIN_ID));
    this.record.verified(this.#options.clock.now());
  }

  #expectChain(answer: RpcAnswer | undefined): void {
    const chainId = quantity(resultOf(answer), 'chain id');
    if (chainId !== BigInt(this.#options.chainId)) throw new RpcFailure('wrong-chain', 'the endpoint answers for another chain');
  }

  async #askBatch(calls: readonly RpcCall[]): Promise<readonly RpcAnswer[] | undefined> {
    try {
      const { body } = await this.#post(calls.map(requestObject));
      return batchAnswersOf(body, calls.length);
    } catch (failure) {
      // A node or gateway without batches says so by a status or a page of its own; whether that is the reason shows when asked singly.
      if (failure instanceof RpcFailure && (failure.kind === 'http-status' || failure.kind === 'garbage')) return undefined;
      throw failure;
    }
  }

  async #askOneByOne(calls: readonly RpcCall[]): Promise<readonly RpcAnswer[]> {
    const answers: RpcAnswer[] = [];
    for (let start = 0; start < calls.length; start += PARALLEL_SINGLES) {
      const slice = calls.slice(start, start + PARALLEL_SINGLES);
      answers.push(...(await Promise.all(slice.map((call) => this.askOnce(call)))));
    }
    if (calls.length > 1) this.#refusesBatches = true;
    return answers;
  }

  async #post(body: unknown): ReturnType<typeof postJson> {
    const { clock, target, timeCall } = this.#options;
    const startedAt = clock.now();
    const answer = await timeCall(() => postJson(target, JSON.stringify(body)));
    this.record.answered(clock.now() - startedAt);
    return answer;
  }
}
