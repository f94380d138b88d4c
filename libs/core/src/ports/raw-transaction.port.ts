import type { AttemptParams, UnsignedTransaction } from './chain.port.js';

/** One thing a foreign transaction does, as its bytes say it. Amounts in base units, decimal digits. */
export type RawOperation =
  /** `amount` null: how much cannot be told. */
  | { readonly type: 'TRANSFER'; readonly to: string; readonly amount: string | null }
  | { readonly type: 'TOKEN_TRANSFER'; readonly to: string; readonly amount: string; readonly token: string }
  /** `spender` null: taken back from whoever has it. */
  | { readonly type: 'APPROVE'; readonly spender: string | null; readonly amount: string; readonly token: string }
  | {
      readonly type: 'CONTRACT_CALL';
      /** The called contract, or the Solana program. */
      readonly contractAddress: string;
      /** Attached coins. */
      readonly amount: string;
      /** EVM: 0x hex. Solana: base64. */
      readonly calldata: string;
      readonly accounts?: readonly string[];
    }
  | { readonly type: 'CONTRACT_DEPLOY'; readonly amount: string; readonly calldata: string };

/** A transaction that somebody else built for a wallet to sign, read whole. */
export interface RawTransaction {
  readonly unsigned: UnsignedTransaction;
  /** At least one, in the order they run. */
  readonly operations: readonly RawOperation[];
  /** The most this wallet pays in fees, base units of the coin; 0 where somebody else pays. */
  readonly maxFee: bigint;
  /** Fees and lifetime, as far as the bytes or the chain say them. */
  readonly params: AttemptParams;
  /** EVM. */
  readonly nonce?: number;
  /** Owners of the token accounts it names (Solana). */
  readonly tokenAccounts: readonly { readonly address: string; readonly owner: string; readonly mint: string }[];
}

export interface CompletedTransaction {
  /** EVM: 0x hex. Solana: base64, with the signatures others gave. */
  readonly raw: string;
  /** Null where it has none yet: the payer is somebody else who has not signed. */
  readonly hash: string | null;
  /** What the chain can be asked for: the hash, or where there is none yet the wallet's own signature. */
  readonly watchHash: string;
}

/**
 * Foreign transactions of one network. What cannot be read exactly is refused: DomainError `INVALID_TRANSACTION`, `UNSUPPORTED_TX_TYPE`,
 * `CHAIN_ID_MISMATCH` or `WALLET_NOT_SIGNER`, with a fixed word in `details.reason`.
 */
export interface RawTransactionPort {
  /** The payload alone, from the bytes alone. */
  unsigned(raw: string, wallet: string): UnsignedTransaction;
  /** Everything; lookup tables, token accounts and the age of the blockhash are asked of the network. */
  read(raw: string, wallet: string): Promise<RawTransaction>;
  /**
   * Puts the wallet's signature (hex, as the signer gives it) where it belongs, from the bytes alone.
   *
   * @throws DomainError `INTERNAL_ERROR` with reason `SIGNATURE_MISMATCH` for a signature of anything else.
   */
  complete(raw: string, wallet: string, signature: string): CompletedTransaction;
}
