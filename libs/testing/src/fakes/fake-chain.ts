import {
  DomainError,
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
  type SignedTransaction,
  type TokenFacts,
  type UnsignedTransaction,
} from '@waiaas/core';
import { assembleFake, decodeFake, encodeFake, fakeFee } from './fake-chain-codec.js';
import { FakeChainLedger, type FakeTransfer } from './fake-chain-ledger.js';

/** In Unix seconds; a block each second after it. */
const FIRST_BLOCK_AT = 1_700_000_000;

type RejectReason = Extract<BroadcastResult, { outcome: 'rejected' }>['reason'];

/** Gas limit of everything. */
const FAKE_GAS = 25_200n;
const GAS_PRICE: GasPrice = { price: 2_000_000_000n, tip: 1_000_000_000n };

export interface FakeChainOptions {
  readonly network: Network;
  /** Blocks on top of a block after which it is final. */
  readonly finalityDepth?: number;
  /** Every accepted transaction is included at once. */
  readonly automine?: boolean;
}

/**
 * An imaginary network behind the chain port, kept honest by the chain port contract. Moves coins and tokens, nothing else.
 * Its public methods beside the port's are the hands of a test: funding, blocks, and faults.
 */
export class FakeChain implements ChainPort {
  readonly network: Network;
  readonly #ledger = new FakeChainLedger();
  readonly #tokens = new Map<string, TokenFacts>();
  readonly #finalityDepth: number;
  readonly #automine: boolean;
  #isAbsent = false;
  #losesNextAnswer = false;
  #rejections: RejectReason[] = [];
  #broadcasts = 0;
  #gasPrice = GAS_PRICE;

  constructor(options: FakeChainOptions) {
    this.network = options.network;
    this.#finalityDepth = options.finalityDepth ?? 2;
    this.#automine = options.automine ?? false;
  }

  /** How many broadcasts reached the network, taken or not. */
  get broadcasts(): number {
    return this.#broadcasts;
  }

  fund(address: string, amount: bigint, token?: TokenFacts): void {
    if (token !== undefined) this.#tokens.set(token.address, token);
    this.#ledger.credit(token?.address ?? 'native', address, amount);
  }

  mine(blocks = 1): void {
    for (let i = 0; i < blocks; i += 1) this.#ledger.mine();
  }

  finalize(): void {
    this.mine(this.#finalityDepth + 1);
  }

  /** Takes the newest blocks back with everything they included; nothing of it returns to the waiting ones. */
  reorg(depth = 1): void {
    this.#ledger.reorg(depth);
  }

  drop(hash: string): void {
    this.#ledger.waiting.delete(hash);
  }

  /** The next broadcasts are answered by these refusals, one each, and not taken. */
  rejectNext(...reasons: RejectReason[]): void {
    this.#rejections.push(...reasons);
  }

  /** The next broadcast is taken, but answers `unknown`. */
  loseNextAnswer(): void {
    this.#losesNextAnswer = true;
  }

  /** What the next block asks for; whatever offers less for a unit stays where it is. */
  setGasPrice(price: GasPrice): void {
    this.#gasPrice = price;
    this.#ledger.leastFee = price.price * FAKE_GAS;
  }

  /** No endpoint answers until `comeBack`. */
  goAbsent(): void {
    this.#isAbsent = true;
  }

  comeBack(): void {
    this.#isAbsent = false;
  }

  /** Makes bytes that wait nowhere impossible for good: uses their nonce, or outlives their blockhash, and finalizes that. */
  expire(attempt: AttemptRef): void {
    this.drop(attempt.hash);
    if (attempt.nonce !== undefined) {
      while (this.#ledger.nonce(attempt.from) <= attempt.nonce) this.#ledger.consumeNonce(attempt.from);
    }
    while (this.#ledger.height <= (attempt.lastValidBlockHeight ?? 0)) this.mine();
    this.finalize();
  }

  nativeBalance(address: string): Promise<bigint> {
    return this.#read(() => this.#ledger.balance('native', address));
  }

  tokenBalance(owner: string, token: string): Promise<bigint> {
    return this.#read(() => this.#ledger.balance(token, owner));
  }

  token(address: string): Promise<TokenFacts | undefined> {
    return this.#read(() => this.#tokens.get(address));
  }

  agreedToken(address: string): Promise<TokenFacts | undefined> {
    return this.token(address);
  }

  /** Nothing is deployed here. */
  withoutCode(addresses: readonly string[]): Promise<readonly string[]> {
    return this.#read(() => addresses);
  }

  gasPrice(): Promise<GasPrice> {
    return this.#read(() => this.#gasPrice);
  }

  gather(intent: Intent): Promise<ChainFacts> {
    return this.#read(() => this.#facts(intent));
  }

  params(intent: Intent): Promise<AttemptParams> {
    return this.#read(() => {
      const { params, simulationError } = this.#facts(intent);
      if (simulationError === undefined) return params;
      throw new DomainError('INTERNAL_ERROR', { details: { reason: 'SIMULATION_FAILED' } });
    });
  }

  nextNonce(address: string): Promise<number | undefined> {
    return this.#read(() => (this.network.chain === 'ethereum' ? this.#ledger.nonce(address) : undefined));
  }

  agreedNonce(address: string): Promise<number | undefined> {
    return this.nextNonce(address);
  }

  build(intent: Intent, params: AttemptParams, nonce: number | undefined): UnsignedTransaction {
    return encodeFake(intent, params, nonce);
  }

  maxFee(_intent: Intent, params: AttemptParams): bigint {
    return fakeFee(params);
  }

  assemble(unsigned: UnsignedTransaction, signature: string): SignedTransaction {
    return assembleFake(unsigned, signature);
  }

  broadcast(raw: string): Promise<BroadcastResult> {
    if (this.#isAbsent) return Promise.resolve({ outcome: 'unknown' });
    this.#broadcasts += 1;
    const reason = this.#rejections.shift();
    if (reason !== undefined) return Promise.resolve({ outcome: 'rejected', reason });
    const answer = this.#take(raw);
    if (!this.#losesNextAnswer) return Promise.resolve(answer);
    this.#losesNextAnswer = false;
    return Promise.resolve({ outcome: 'unknown' });
  }

  fates(attempts: readonly AttemptRef[]): Promise<readonly AttemptFate[]> {
    return this.#read(() => attempts.map((attempt) => this.#fate(attempt)));
  }

  head(): Promise<NetworkHead> {
    return this.#read(() => ({ height: this.#ledger.height, isHealthy: true }));
  }

  recentHeight(): Promise<number> {
    return this.#read(() => this.#ledger.height);
  }

  blockTime(): Promise<number> {
    return this.#read(() => FIRST_BLOCK_AT + this.#ledger.height);
  }

  #read<T>(answer: () => T): Promise<T> {
    return this.#isAbsent ? Promise.reject(new DomainError('ADAPTER_NOT_AVAILABLE')) : Promise.resolve().then(answer);
  }

  #facts(intent: Intent): ChainFacts {
    const params = this.#freshParams();
    const asset = intent.type === 'TOKEN_TRANSFER' ? intent.token.address : 'native';
    const held = this.#ledger.balance(asset, intent.from);
    const wanted = 'amount' in intent ? BigInt(intent.amount) : 0n;
    return {
      nativeBalance: this.#ledger.balance('native', intent.from),
      holdings: asset === 'native' ? [] : [{ token: asset, amount: held }],
      fee: { maxFee: fakeFee(params), rent: 0n },
      params,
      gasPrice: this.#gasPrice,
      tokenAccounts: [],
      ...(held < wanted ? { simulationError: 'insufficient balance' } : {}),
    };
  }

  #freshParams(): AttemptParams {
    if (this.network.chain === 'ethereum') {
      return { kind: 'evm', gasLimit: FAKE_GAS.toString(), maxFeePerGas: '3000000000', maxPriorityFeePerGas: '1000000000' };
    }
    return {
      kind: 'solana',
      blockhash: this.#ledger.height.toString(),
      lastValidBlockHeight: this.#ledger.height + 150,
      computeUnitLimit: 200_000,
      computeUnitPriceMicroLamports: '0',
      createsTokenAccount: false,
    };
  }

  #take(raw: string): BroadcastResult {
    const transfer = decodeFake(raw);
    if (transfer === undefined) return { outcome: 'rejected', reason: 'invalid' };
    const { waiting } = this.#ledger;
    if (waiting.has(transfer.hash) || this.#ledger.inclusion(transfer.hash) !== undefined) return { outcome: 'known' };
    if (!this.#ledger.canLand(transfer)) {
      return { outcome: 'rejected', reason: transfer.nonce === undefined ? 'expired' : 'nonce-too-low' };
    }
    if (this.#ledger.balance('native', transfer.from) < transfer.fee + (transfer.asset === 'native' ? transfer.amount : 0n)) {
      return { outcome: 'rejected', reason: 'insufficient-funds' };
    }
    if (!this.#outbids(transfer)) return { outcome: 'rejected', reason: 'underpriced' };
    waiting.set(transfer.hash, transfer);
    if (this.#automine) this.mine();
    return { outcome: 'accepted' };
  }

  /** At one nonce the later transfer takes the place of the one that waits, for a tenth more. */
  #outbids(transfer: FakeTransfer): boolean {
    const { waiting } = this.#ledger;
    const rival = [...waiting.values()].find(
      ({ from, nonce }) => nonce !== undefined && from === transfer.from && nonce === transfer.nonce,
    );
    if (rival === undefined) return true;
    if (transfer.fee * 10n < rival.fee * 11n) return false;
    return waiting.delete(rival.hash);
  }

  #fate(attempt: AttemptRef): AttemptFate {
    const inclusion = this.#ledger.inclusion(attempt.hash);
    if (inclusion !== undefined) {
      const confirmations = this.#ledger.height - inclusion.height + 1;
      const isFinal = confirmations > this.#finalityDepth;
      return { state: 'mined', blockNumber: inclusion.height, confirmations, succeeded: inclusion.succeeded, isFinal };
    }
    if (this.#ledger.waiting.has(attempt.hash)) return { state: 'pending' };
    return { state: this.#isPast(attempt) ? 'dead' : 'absent' };
  }

  #isPast(attempt: AttemptRef): boolean {
    const finalHeight = Math.max(0, this.#ledger.height - this.#finalityDepth);
    if (attempt.nonce !== undefined) return this.#ledger.nonceAt(attempt.from, finalHeight) > attempt.nonce;
    return attempt.lastValidBlockHeight !== undefined && finalHeight > attempt.lastValidBlockHeight;
  }
}
