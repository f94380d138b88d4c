import {
  canonicalAddress,
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
import { buildMessage } from './build/build-message.js';
import { readFates, type FatesContext } from './confirm/fates.js';
import type { HeadWatch } from './confirm/head.js';
import { verifyMessage } from './decode/verify-message.js';
import { feeOf, solanaParams } from './fees/fee.js';
import { SolanaRawTransactions } from './raw/solana-raw-transactions.js';
import { choosePrice } from './fees/priority-fee.js';
import type { EndpointHealth } from './rpc/endpoint.js';
import { readBalance, readBlockTime } from './rpc/ledger.js';
import { gather, type GatherContext } from './simulate/gather.js';
import { assemble } from './submit/assemble.js';
import { broadcast } from './submit/broadcast.js';
import { readWithoutCode } from './tokens/program-code.js';
import { readTokenBalance } from './tokens/token-balance.js';
import { readTokenFacts } from './tokens/token-facts.js';

export interface SolanaChainParts {
  readonly network: Network;
  readonly gathering: GatherContext;
  readonly confirming: FatesContext;
  readonly heads: HeadWatch;
}

/** A Solana cluster as a ChainPort. `blockNumber` and `height` are slots. */
export class SolanaChain implements ChainPort {
  readonly network: Network;
  /** Transactions that others built. */
  readonly raw: RawTransactionPort;
  readonly #parts: SolanaChainParts;

  constructor(parts: SolanaChainParts) {
    this.network = parts.network;
    this.#parts = parts;
    this.raw = new SolanaRawTransactions(parts.gathering.pool);
  }

  async nativeBalance(address: string): Promise<bigint> {
    checkAddress(address);
    return this.#pool.read((endpoint) => readBalance(endpoint, address));
  }

  async tokenBalance(owner: string, token: string): Promise<bigint> {
    checkAddress(owner);
    checkAddress(token);
    return this.#pool.read((endpoint) => readTokenBalance(endpoint, owner, token));
  }

  async token(address: string): Promise<TokenFacts | undefined> {
    checkAddress(address);
    return this.#pool.read((endpoint) => readTokenFacts(endpoint, address));
  }

  async agreedToken(address: string): Promise<TokenFacts | undefined> {
    checkAddress(address);
    return this.#pool.agreed((endpoint) => readTokenFacts(endpoint, address), isSameToken);
  }

  async gather(intent: Intent): Promise<ChainFacts> {
    this.#checkNetwork(intent);
    return this.#pool.read((endpoint) => gather(endpoint, this.#parts.gathering, intent));
  }

  async withoutCode(addresses: readonly string[]): Promise<readonly string[]> {
    return this.#pool.read((endpoint) => readWithoutCode(endpoint, addresses));
  }

  async gasPrice(): Promise<GasPrice> {
    const price = await this.#pool.read((endpoint) => choosePrice(endpoint, this.#parts.gathering.priorityFee, []));
    return { price, tip: price };
  }

  async params(intent: Intent): Promise<AttemptParams> {
    const { params, simulationError } = await this.gather(intent);
    if (simulationError === undefined) return params;
    throw new DomainError('INTERNAL_ERROR', { details: { reason: 'SIMULATION_FAILED' }, cause: simulationError });
  }

  /** Solana has no account nonces; durable nonces are refused everywhere. */
  async nextNonce(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  async agreedNonce(): Promise<undefined> {
    return this.nextNonce();
  }

  build(intent: Intent, params: AttemptParams): UnsignedTransaction {
    this.#checkNetwork(intent);
    const chosen = solanaParams(params);
    const message = buildMessage(intent, chosen);
    verifyMessage(message, intent, chosen);
    return { kind: 'solana-transaction', payload: Buffer.from(message).toString('hex') };
  }

  maxFee(intent: Intent, params: AttemptParams): bigint {
    return feeOf(intent, solanaParams(params)).maxFee;
  }

  assemble(unsigned: UnsignedTransaction, signature: string): SignedTransaction {
    return assemble(unsigned, signature);
  }

  async broadcast(raw: string): Promise<BroadcastResult> {
    return broadcast(this.#pool, raw);
  }

  async fates(attempts: readonly AttemptRef[]): Promise<readonly AttemptFate[]> {
    const fates = await readFates(this.#parts.confirming, attempts);
    for (const fate of fates) if (fate.state === 'mined') this.#parts.heads.saw(fate.blockNumber);
    return fates;
  }

  async head(): Promise<NetworkHead> {
    return this.#parts.heads.read();
  }

  async recentHeight(withinMs: number): Promise<number> {
    return this.#parts.heads.recent(withinMs);
  }

  async blockTime(): Promise<number> {
    return this.#pool.read(readBlockTime);
  }

  /** Every endpoint as it was when last asked; asks nobody. */
  health(): readonly EndpointHealth[] {
    return this.#pool.health();
  }

  get #pool(): GatherContext['pool'] {
    return this.#parts.gathering.pool;
  }

  #checkNetwork(intent: Intent): void {
    if (intent.network !== this.network.name)
      throw new DomainError('INTERNAL_ERROR', { details: { reason: 'NETWORK_MISMATCH' } });
  }
}

function checkAddress(address: string): void {
  if (canonicalAddress('solana', address) === undefined) throw new DomainError('INVALID_ADDRESS');
}
