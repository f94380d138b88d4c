import {
  DomainError,
  isSameToken,
  type AttemptFate,
  type AttemptParams,
  type AttemptRef,
  type BroadcastResult,
  type ChainFacts,
  type ChainPort,
  type GasPrice,
  type Intent,
  type Network,
  type NetworkHead,
  type RawTransactionPort,
  type SignedTransaction,
  type TokenFacts,
  type UnsignedTransaction,
} from '@waiaas/core';
import { buildTransaction, evmParams } from './build/build-transaction.js';
import type { ExamineDependencies } from './confirm/examine.js';
import { readFates } from './confirm/fates.js';
import type { HeadWatch } from './confirm/head-watch.js';
import { maxFeeOf } from './fees/attempt-params.js';
import { chargeForBytes } from './fees/l1-fee.js';
import { latestBlockOf, type FeeSource } from './fees/fee-source.js';
import { EvmRawTransactions } from './raw/evm-raw-transactions.js';
import { gasPriceOf } from './fees/gas-price.js';
import type { Endpoint } from './rpc/endpoint.js';
import type { EndpointHealth } from './rpc/endpoint-health.js';
import type { EndpointPool } from './rpc/endpoint-pool.js';
import { resultOf, rpcCall, type RpcCall } from './rpc/json-rpc.js';
import { quantity, safeInteger } from './rpc/quantity.js';
import { readAgreedFeed, type FeedReading } from './feeds/price-feed.js';
import { gatherFacts } from './simulate/gather.js';
import { assembleTransaction } from './submit/assemble.js';
import { SenderKeys } from './submit/sender-keys.js';
import { broadcastOnce } from './submit/broadcast.js';
import { readWithoutCode } from './tokens/contract-code.js';
import { balanceCall, tokenBalanceOf } from './tokens/token-balance.js';
import { readToken } from './tokens/token-facts.js';
import { judgeContractSignature, type ContractSignature, type ContractVerdict } from './verify/contract-signature.js';

export interface EvmChainParts {
  readonly network: Network;
  readonly pool: EndpointPool;
  readonly fees: FeeSource;
  readonly heads: HeadWatch;
  readonly confirm: ExamineDependencies;
}

/** One EVM network behind the chain port. Holds no state but caches and the health of its endpoints. */
export class EvmChain implements ChainPort {
  readonly network: Network;
  /** Transactions that others built. */
  readonly raw: RawTransactionPort;
  readonly #parts: EvmChainParts;
  readonly #senders = new SenderKeys();

  constructor(parts: EvmChainParts) {
    this.network = parts.network;
    this.#parts = parts;
    this.raw = new EvmRawTransactions(parts.network, (bytes) => chargeForBytes(parts.pool, parts.network, bytes));
  }

  /** How each endpoint does, in failover order. Safe to show. */
  endpoints(): readonly EndpointHealth[] {
    return this.#parts.pool.health();
  }

  async nativeBalance(address: string): Promise<bigint> {
    return this.#ask(rpcCall('eth_getBalance', address, 'latest'), (result) => quantity(result, 'balance'));
  }

  /** @throws DomainError `TOKEN_NOT_FOUND` where no contract answers: nothing is not zero. */
  async tokenBalance(owner: string, token: string): Promise<bigint> {
    return this.#parts.pool.read(async (endpoint) => tokenBalanceOf((await endpoint.ask([balanceCall(owner, token)]))[0]));
  }

  async token(address: string): Promise<TokenFacts | undefined> {
    return this.#parts.pool.read((endpoint) => readToken(endpoint, address));
  }

  async agreedToken(address: string): Promise<TokenFacts | undefined> {
    return this.#parts.pool.agreed((endpoint) => readToken(endpoint, address), isSameToken);
  }

  async gather(intent: Intent): Promise<ChainFacts> {
    return gatherFacts(this.#parts, intent);
  }

  async withoutCode(addresses: readonly string[]): Promise<readonly string[]> {
    return this.#parts.pool.read((endpoint) => readWithoutCode(endpoint, addresses));
  }

  async gasPrice(): Promise<GasPrice> {
    return gasPriceOf(await this.#parts.fees.current());
  }

  async params(intent: Intent): Promise<AttemptParams> {
    const { params, simulationError } = await gatherFacts(this.#parts, intent);
    if (simulationError === undefined) return params;
    throw new DomainError('INTERNAL_ERROR', { details: { reason: 'SIMULATION_FAILED' }, cause: simulationError });
  }

  async nextNonce(address: string): Promise<number> {
    return this.#parts.pool.read((endpoint) => readNonce(endpoint, address));
  }

  async agreedNonce(address: string): Promise<number> {
    return this.#parts.pool.agreed(
      (endpoint) => readNonce(endpoint, address),
      (one, other) => one === other,
    );
  }

  build(intent: Intent, params: AttemptParams, nonce: number | undefined): UnsignedTransaction {
    if (nonce === undefined) throw new DomainError('INTERNAL_ERROR', { details: { reason: 'INTENT_MISMATCH' } });
    return buildTransaction({ network: this.network, intent, params: evmParams(params), nonce });
  }

  maxFee(_intent: Intent, params: AttemptParams): bigint {
    return maxFeeOf(evmParams(params));
  }

  assemble(unsigned: UnsignedTransaction, signature: string): SignedTransaction {
    return assembleTransaction(unsigned, signature, this.#senders);
  }

  async broadcast(raw: string): Promise<BroadcastResult> {
    return broadcastOnce(this.#parts.pool, raw);
  }

  async fates(attempts: readonly AttemptRef[]): Promise<readonly AttemptFate[]> {
    const fates = await readFates(this.#parts.pool, this.#parts.confirm, attempts);
    for (const fate of fates) if (fate.state === 'mined') this.#parts.heads.saw(fate.blockNumber);
    return fates;
  }

  async head(): Promise<NetworkHead> {
    return this.#parts.heads.head();
  }

  async recentHeight(withinMs: number): Promise<number> {
    return this.#parts.heads.recent(withinMs);
  }

  async blockTime(): Promise<number> {
    return this.#ask(rpcCall('eth_getBlockByNumber', 'latest', false), (result) => latestBlockOf(result).timestampSeconds);
  }

  /** Whether the contract at an address takes a signature for its own (EIP-1271), by every endpoint that answers. */
  async judgeContractSignature(question: ContractSignature): Promise<ContractVerdict> {
    return judgeContractSignature(this.#parts.pool, question);
  }

  /** What a price feed of Chainlink's shape says, by every endpoint that answers; undefined where none stands. */
  async readFeed(address: string): Promise<FeedReading | undefined> {
    return readAgreedFeed(this.#parts.pool, address);
  }

  async #ask<T>(call: RpcCall, decode: (result: unknown) => T): Promise<T> {
    return this.#parts.pool.read(async (endpoint) => decode(resultOf((await endpoint.ask([call]))[0])));
  }
}

async function readNonce(endpoint: Endpoint, address: string): Promise<number> {
  const [answer] = await endpoint.ask([rpcCall('eth_getTransactionCount', address, 'latest')]);
  return safeInteger(resultOf(answer), 'nonce');
}
