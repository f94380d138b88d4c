import type { Chain, Environment } from '../values/network.js';

/** What a sealed key is bound to: a blob moved to another row does not open. */
export interface KeyIdentity {
  readonly walletId: string;
  readonly chain: Chain;
  readonly environment: Environment;
}

/** Limits sealed inside the key blob (security.md 20). Amounts are native base units; null means no limit. */
export interface KeyCeiling {
  readonly chainIds: readonly string[] | null;
  readonly maxNativePerSignature: string | null;
  readonly maxNativePerDay: string | null;
  readonly maxFeePerSignature: string | null;
  readonly signaturesPerMinute: number | null;
  readonly kinds: readonly string[] | null;
  readonly owner: string | null;
}

export interface SealedKey {
  /** Opaque text; carries format version and DEK generation. */
  readonly blob: string;
  readonly address: string;
}

/** Where a sealed value lives. It is the associated data, so a value copied to another place does not open. */
export interface SealContext {
  readonly table: string;
  readonly rowId: string;
  readonly column: string;
}

export interface SignTransactionRequest {
  readonly identity: KeyIdentity;
  readonly key: SealedKey;
  readonly kind: 'evm-transaction' | 'solana-transaction';
  /** The payload to sign, hex without prefix; the signer decodes and hashes it itself. */
  readonly payload: string;
}

/**
 * The process that holds keys. Throws DomainError `KEYSTORE_LOCKED` while it is not unlocked or not running.
 * Signing the same payload again gives the same signature (RFC 6979, RFC 8032), so a call may be repeated.
 */
export interface SignerPort {
  isUnlocked(): boolean;
  createKey(identity: KeyIdentity, ceiling: KeyCeiling): Promise<SealedKey>;
  /** Hex: 64 bytes Ed25519, or r ‖ s ‖ yParity (65 bytes) secp256k1. */
  signTransaction(request: SignTransactionRequest): Promise<string>;
  /** Seals bytes (base64) under the data key. */
  seal(context: SealContext, plaintext: string): Promise<string>;
  open(context: SealContext, sealed: string): Promise<string>;
  /** Whether the password opens the vault. Argon2id inside, at most two at once. */
  verifyPassword(password: string): Promise<boolean>;
}
