import type { Intent } from '../transaction/intent.js';
import type { Network } from '../values/network.js';

export interface TokenFacts {
  readonly address: string;
  readonly decimals: number;
  readonly symbol: string;
  readonly name: string;
  readonly standard: 'ERC-20' | 'ERC-721' | 'ERC-1155' | 'SPL' | 'SPL-2022';
  /** Token-2022 extensions of the mint in kebab-case, `unknown` for one not known here. Absent where there are none. */
  readonly extensions?: readonly string[];
}

/** The largest fee an attempt can cost, read from the parameters it will be built with. Native base units. */
export interface FeeEstimate {
  readonly maxFee: bigint;
  /** Rent for accounts the transaction creates for somebody else; part of `maxFee`. */
  readonly rent: bigint;
}

/** How one attempt is built. Chosen by the adapter from live fees, stored with the attempt, so that a restart builds the same bytes. */
export type AttemptParams =
  | {
      readonly kind: 'evm';
      readonly gasLimit: string;
      readonly maxFeePerGas: string;
      readonly maxPriorityFeePerGas: string;
      /** The chain has no base fee: an EIP-155 legacy transaction whose gas price is `maxFeePerGas`. */
      readonly isLegacy?: true;
      /** Beside the gas: the most the chain takes for publishing the bytes elsewhere (OP stack), wei. Absent where it takes nothing. */
      readonly l1Fee?: string;
    }
  | {
      readonly kind: 'solana';
      readonly blockhash: string;
      readonly lastValidBlockHeight: number;
      readonly computeUnitLimit: number;
      readonly computeUnitPriceMicroLamports: string;
      /** The recipient's associated token account does not exist and is created by the same transaction. */
      readonly createsTokenAccount: boolean;
      /** One entry for each pair of mint and recipient (or spender) of the request. */
      readonly tokens?: readonly SolanaTokenLeg[];
      /** The addresses of each lookup table a CONTRACT_CALL names, as they were read. */
      readonly lookupTables?: readonly { readonly address: string; readonly addresses: readonly string[] }[];
      /**
       * A transaction built by others, and paid by one of them: the payer can sign the same message again, so it may land under a
       * hash nobody here knows, and not finding it proves nothing.
       */
      readonly isPaidByOther?: true;
    };

/** How one token of a Solana request is reached. Addresses derive from mint, wallet and program, so the program is all that is chosen. */
export interface SolanaTokenLeg {
  readonly mint: string;
  readonly program: 'spl-token' | 'spl-token-2022';
  /** The recipient as the request names it; absent for an approval. */
  readonly to?: string;
  /** `to` is itself a token account of this mint and is paid into. */
  readonly isDirect?: true;
  /** Rent of the recipient's associated account where the transaction creates it, lamports; absent where it exists. */
  readonly rentLamports?: string;
}

/** What the sending wallet has of a token, or of one NFT of a collection. */
export interface Holding {
  readonly token: string;
  readonly tokenId?: string;
  readonly amount: bigint;
}

/** What one unit of gas (EVM, wei) or of compute (Solana, micro-lamports) is asked for now, and the part of it that is a tip. */
export interface GasPrice {
  readonly price: bigint;
  readonly tip: bigint;
}

/** What the network says about a request before it is judged. All reads, no side effect. */
export interface ChainFacts {
  readonly nativeBalance: bigint;
  /** Of each token and NFT the request itself moves. */
  readonly holdings: readonly Holding[];
  readonly fee: FeeEstimate;
  readonly params: AttemptParams;
  readonly gasPrice: GasPrice;
  /** Owners of token accounts the request names (Solana): the person paid is the owner, not the account. */
  readonly tokenAccounts: readonly { readonly address: string; readonly owner: string; readonly mint: string }[];
  /** A revert or failure seen in the simulation: short, no RPC text. */
  readonly simulationError?: string;
  /** What the called programs logged, bounded and printable. Anybody writes these lines: never more than shown. */
  readonly simulationLogs?: readonly string[];
}

export interface UnsignedTransaction {
  readonly kind: 'evm-transaction' | 'solana-transaction';
  /** EVM: the EIP-2718 signing payload. Solana: the serialized message. Hex without prefix. */
  readonly payload: string;
  /** EVM: whose signature `assemble` accepts, since the payload does not name its sender. Set by `build`. */
  readonly from?: string;
}

export interface SignedTransaction {
  /** EVM: 0x hex. Solana: base64. */
  readonly raw: string;
  /** Transaction hash (EVM) or first signature in base58 (Solana): known before anything is sent. */
  readonly hash: string;
}

/** What a node said to the bytes. Only `accepted` and `known` prove that it has them; nothing here proves that it has not. */
export type BroadcastResult =
  | { readonly outcome: 'accepted' | 'known' }
  | {
      readonly outcome: 'rejected';
      readonly reason: 'nonce-too-low' | 'underpriced' | 'insufficient-funds' | 'expired' | 'simulation' | 'invalid' | 'other';
    }
  | { readonly outcome: 'unknown' };

export interface AttemptRef {
  readonly hash: string;
  readonly from: string;
  /** EVM. */
  readonly nonce?: number;
  /** Solana. */
  readonly lastValidBlockHeight?: number;
}

/** What became of signed bytes. `absent` is no proof of anything; `dead` means they can no longer land. */
export type AttemptFate =
  | { readonly state: 'absent' | 'pending' | 'dead' }
  | {
      readonly state: 'mined';
      readonly blockNumber: number;
      readonly confirmations: number;
      readonly succeeded: boolean;
      readonly isFinal: boolean;
    };

export interface NetworkHead {
  /** EVM block number, Solana slot: comparable with `blockNumber` of a fate. */
  readonly height: number;
  readonly isHealthy: boolean;
}

/**
 * One network of one chain family. Every endpoint's identity (chain id or genesis hash) is checked before an answer of it is used.
 * Reads fail over along the endpoint list and throw DomainError `ADAPTER_NOT_AVAILABLE` when none answers
 * (`CHAIN_ERROR` when every one answered, each with an error of its own).
 * `broadcast` never retries by itself and never throws for what a node says.
 */
export interface ChainPort {
  readonly network: Network;
  nativeBalance(address: string): Promise<bigint>;
  tokenBalance(owner: string, token: string): Promise<bigint>;
  /** Undefined where no token contract or mint answers at this address. */
  token(address: string): Promise<TokenFacts | undefined>;
  /**
   * As `token`, but told alike by every endpoint that answers, at least two where two are configured (security.md 9): what a token is counted
   * by is worth money. Throws DomainError `ADAPTER_NOT_AVAILABLE` where they differ or too few answer.
   */
  agreedToken(address: string): Promise<TokenFacts | undefined>;
  /** Those of the addresses that are no contract (EVM), or no program (Solana). */
  withoutCode(addresses: readonly string[]): Promise<readonly string[]>;
  gasPrice(): Promise<GasPrice>;
  /** Facts for judging and building a request. */
  gather(intent: Intent): Promise<ChainFacts>;
  /**
   * Fresh fee or blockhash for a further attempt. Throws DomainError `INTERNAL_ERROR` with details.reason `SIMULATION_FAILED`
   * where the request would fail now.
   */
  params(intent: Intent): Promise<AttemptParams>;
  /** The first nonce the chain has not consumed (EVM, tag `latest`); undefined on Solana, which has none. */
  nextNonce(address: string): Promise<number | undefined>;
  /** As `nextNonce`, told alike by every endpoint that answers: what one node says of a gap makes no new bytes (security.md 9). */
  agreedNonce(address: string): Promise<number | undefined>;
  /** Builds the bytes and decodes them again: throws DomainError with code `INTERNAL_ERROR` and details.reason `INTENT_MISMATCH` when they are not the intent. */
  build(intent: Intent, params: AttemptParams, nonce: number | undefined): UnsignedTransaction;
  /** The largest fee these parameters allow, rent included. */
  maxFee(intent: Intent, params: AttemptParams): bigint;
  /** Joins payload and signature (hex, 64 bytes Ed25519, or r ‖ s ‖ yParity 65 bytes secp256k1) and gives bytes and hash. */
  assemble(unsigned: UnsignedTransaction, signature: string): SignedTransaction;
  broadcast(raw: string): Promise<BroadcastResult>;
  fates(attempts: readonly AttemptRef[]): Promise<readonly AttemptFate[]>;
  head(): Promise<NetworkHead>;
  /**
   * The newest block heard of; asked for only where that is longer ago than `withinMs`. Not lower than a block in which `fates` has just shown
   * something.
   */
  recentHeight(withinMs: number): Promise<number>;
  /** When the newest block was made, in Unix seconds, as the chain has it. */
  blockTime(): Promise<number>;
}
