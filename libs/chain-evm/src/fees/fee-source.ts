import type { Clock, Endpoint } from '../rpc/endpoint.js';
import type { EndpointPool } from '../rpc/endpoint-pool.js';
import { isRecord, resultOf, rpcCall, type RpcAnswer } from '../rpc/json-rpc.js';
import { quantity, safeInteger } from '../rpc/quantity.js';
import { garbage } from '../rpc/rpc-failure.js';

/** What gas costs now, in wei. */
export interface NetworkFees {
  /** Undefined on a chain without EIP-1559. */
  readonly baseFee: bigint | undefined;
  readonly tip: bigint;
  readonly gasPrice: bigint;
}

export interface LatestBlock {
  readonly height: number;
  readonly hash: unknown;
  readonly timestampSeconds: number;
  readonly baseFee: bigint | undefined;
}

export interface FeeSourceOptions {
  readonly pool: EndpointPool;
  readonly clock: Clock;
  /** How long an answer serves every caller: about the pace of polling. */
  readonly freshnessMs: number;
}

const LATEST = rpcCall('eth_getBlockByNumber', 'latest', false);
/** Two of these fit a gas limit of 2^40 within 256 bits many times over; no chain has come near. */
const ABSURD_PRICE = 1n << 96n;

/** Fees of the newest block, fetched once for all callers of a moment. */
export class FeeSource {
  readonly #options: FeeSourceOptions;
  #cached: { readonly fees: NetworkFees; readonly atMs: number } | undefined;
  #running: Promise<NetworkFees> | undefined;

  constructor(options: FeeSourceOptions) {
    this.#options = options;
  }

  current(): Promise<NetworkFees> {
    const { clock, freshnessMs } = this.#options;
    if (this.#cached !== undefined && clock.now() - this.#cached.atMs < freshnessMs) return Promise.resolve(this.#cached.fees);
    this.#running ??= this.#fetch().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #fetch(): Promise<NetworkFees> {
    const { pool, clock } = this.#options;
    const fees = await pool.read((endpoint) => readFees(endpoint, clock));
    this.#cached = { fees, atMs: clock.now() };
    return fees;
  }
}

async function readFees(endpoint: Endpoint, clock: Clock): Promise<NetworkFees> {
  const [block, tip, price] = await endpoint.ask([LATEST, rpcCall('eth_maxPriorityFeePerGas'), rpcCall('eth_gasPrice')]);
  const { baseFee } = noteHead(endpoint, latestBlockOf(resultOf(block)), clock);
  const gasPrice = sanePrice(resultOf(price), 'gas price');
  return { baseFee, gasPrice, tip: tipOf(tip, gasPrice, baseFee) };
}

/** Some nodes do not know `eth_maxPriorityFeePerGas`; what their gas price adds to the base fee is the same suggestion. */
function tipOf(answer: RpcAnswer | undefined, gasPrice: bigint, baseFee: bigint | undefined): bigint {
  if (answer?.ok === true) return sanePrice(answer.result, 'priority fee');
  const above = gasPrice - (baseFee ?? gasPrice);
  return above > 0n ? above : 0n;
}

export function latestBlockOf(value: unknown): LatestBlock {
  if (!isRecord(value)) throw garbage('block');
  const baseFee = value['baseFeePerGas'];
  return {
    height: safeInteger(value['number'], 'block number'),
    hash: value['hash'],
    timestampSeconds: safeInteger(value['timestamp'], 'block timestamp'),
    baseFee: baseFee === undefined || baseFee === null ? undefined : sanePrice(baseFee, 'base fee'),
  };
}

/** Remembers what an endpoint's newest block was, so that one that falls behind is seen. */
export function noteHead(endpoint: Endpoint, block: LatestBlock, clock: Clock): LatestBlock {
  endpoint.record.head = { height: block.height, timestampSeconds: block.timestampSeconds, seenAtMs: clock.now() };
  return block;
}

function sanePrice(value: unknown, what: string): bigint {
  const price = quantity(value, what);
  if (price > ABSURD_PRICE) throw garbage(what);
  return price;
}
