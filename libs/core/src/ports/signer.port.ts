import type { Traced } from '../signer-protocol/signer-log.js';
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

/** Other limits for a key; a member that is absent stays as it is. Whose consent lifts them is changed by other means. */
export type CeilingChange = { readonly [M in Exclude<keyof KeyCeiling, 'owner'>]?: KeyCeiling[M] };

/** A challenge text as its owner signed it. */
export interface OwnerConsent {
  readonly message: string;
  readonly signature: string;
}

/** The owner's yes to one payment above the ceiling, with the RFC 8785 text of the request it is about. */
export interface PaymentConsent extends OwnerConsent {
  readonly request: string;
}

export interface ChangeCeilingRequest extends Traced {
  readonly identity: KeyIdentity;
  readonly key: SealedKey;
  readonly change: CeilingChange;
  /** The master password; needed to raise anything, and checked by the signer itself. */
  readonly password?: string;
  /** Over the `loosen` text whose body is `change`; needed to raise anything once an owner is sealed into the key. */
  readonly consent?: OwnerConsent;
}

export interface PinKeyOwnerRequest {
  readonly identity: KeyIdentity;
  readonly key: SealedKey;
  /** Canonical address on the key's chain; null takes the owner out. */
  readonly owner: string | null;
  /** The master password; needed to put an owner into a key, whose signature lifts the limits from then on. */
  readonly password?: string;
  /** Of the owner in the key, over a `remove-owner` text; needed unless there is none in it or it stays the same. */
  readonly consent?: OwnerConsent & { readonly body: string };
}

export interface CeilingedKey {
  readonly key: SealedKey;
  readonly ceiling: KeyCeiling;
}

/** How far a key may go. Throws DomainError `KEYSTORE_LOCKED`, `INVALID_MASTER_PASSWORD`, `OWNER_REQUIRED`, `POLICY_DENIED`. */
export interface KeyCeilingPort {
  /** The ceiling in force. */
  ceilingOf(identity: KeyIdentity, key: SealedKey): Promise<KeyCeiling>;
  changeCeiling(request: ChangeCeilingRequest): Promise<CeilingedKey>;
  pinKeyOwner(request: PinKeyOwnerRequest): Promise<CeilingedKey>;
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

/** A sealed value and where it lies. */
export interface SealedValue {
  readonly context: SealContext;
  readonly sealed: string;
}

export interface SignTransactionRequest extends Traced {
  readonly identity: KeyIdentity;
  readonly key: SealedKey;
  readonly kind: 'evm-transaction' | 'solana-transaction';
  /** The payload to sign, hex without prefix; the signer decodes and hashes it itself. */
  readonly payload: string;
  /** Of the owner, where the payment is above the ceiling of the key. */
  readonly consent?: PaymentConsent;
}

export interface SignMessageRequest extends Traced {
  readonly identity: KeyIdentity;
  readonly key: SealedKey;
  readonly kind: 'evm-message' | 'solana-message';
  /** What a person reads; the signer makes the bytes of it itself (`signableMessage`). */
  readonly message: string;
}

export interface SignTypedDataRequest extends Traced {
  readonly identity: KeyIdentity;
  readonly key: SealedKey;
  /** EIP-712 typed data as JSON; the signer reads and hashes it itself (`hashTypedData`). */
  readonly typedData: string;
}

/** What a key can be asked to sign; `kinds` of a ceiling names some of these. */
export type SignatureKind = SignTransactionRequest['kind'] | SignMessageRequest['kind'] | 'evm-typed-data';

/**
 * The process that holds keys. Throws DomainError `KEYSTORE_LOCKED` while it is not unlocked or not running.
 * Signing the same payload again gives the same signature (RFC 6979, RFC 8032), so a call may be repeated.
 */
export interface SignerPort {
  isUnlocked(): boolean;
  createKey(identity: KeyIdentity, ceiling: KeyCeiling): Promise<SealedKey>;
  /** Hex: 64 bytes Ed25519, or r ‖ s ‖ yParity (65 bytes) secp256k1. */
  signTransaction(request: SignTransactionRequest): Promise<string>;
  /** Hex as of `signTransaction`, over a message that is no transaction. */
  signMessage(request: SignMessageRequest): Promise<string>;
  /** Hex r ‖ s ‖ yParity over typed data of one of the wallet's networks, or of none. */
  signTypedData(request: SignTypedDataRequest): Promise<string>;
  /** Seals bytes (base64) under the data key. */
  seal(context: SealContext, plaintext: string): Promise<string>;
  open(context: SealContext, sealed: string): Promise<string>;
  /** Whether the password opens the vault. Argon2id inside, at most two at once. */
  verifyPassword(password: string): Promise<boolean>;
}

/** The freeze as the signer itself holds it, whatever becomes of the daemon and its database. */
export interface SignerFreezePort {
  /** The process that holds it; another one has to be told, or asked. Undefined while there is none. */
  signerPid(): number | undefined;
  /** In force when it resolves; false where it is not on the signer's record yet. `owners`: whom each wallet may still pay. */
  freeze(owners: Readonly<Record<string, string>>): Promise<boolean>;
  /** `INVALID_MASTER_PASSWORD`, `KEYSTORE_LOCKED`. */
  unfreeze(password: string): Promise<void>;
  isFrozen(): Promise<boolean>;
}

/** The key that signs heads of the audit chain: sealed, so that only the signer uses it. */
export interface AuditKey {
  readonly blob: string;
  /** 32 bytes Ed25519, hex. */
  readonly publicKey: string;
}

/** A head of the audit chain at one time. */
export interface AuditHeadFacts {
  readonly id: number;
  readonly hash: string;
  /** Unix seconds. */
  readonly at: number;
}

export interface AuditHeadSignature {
  /** 64 bytes Ed25519 over {@link auditHeadText}, hex. */
  readonly signature: string;
  readonly publicKey: string;
}

/** Evidence that outlives the database: throws DomainError `KEYSTORE_LOCKED` while not unlocked. */
export interface AuditSignerPort {
  createAuditKey(): Promise<AuditKey>;
  signAuditHead(blob: string, head: AuditHeadFacts): Promise<AuditHeadSignature>;
}

/** How a key to import is written (api.md §7). The value is secret. */
export interface KeyMaterial {
  readonly format: 'hex' | 'base58' | 'base64' | 'keypair-json' | 'mnemonic';
  readonly value: string;
  /** Mnemonic only: BIP-32 (secp256k1) or hardened SLIP-10 (Ed25519); absent: the chain's usual first account. */
  readonly derivationPath?: string;
  /** Refused with `KEY_ADDRESS_MISMATCH` when the key gives another one. */
  readonly expectedAddress?: string;
}

/** A key on its way out. `raw` holds the key itself: 0x hex (EVM) or base58 of 64 bytes (Solana). */
export type KeyExport =
  | { readonly format: 'raw'; readonly address: string; readonly secret: string }
  | { readonly format: 'encrypted'; readonly address: string; readonly blob: string };

export interface ExportKeyRequest extends Traced {
  readonly identity: KeyIdentity;
  readonly key: SealedKey;
  /** The master password; the signer checks it itself. */
  readonly password: string;
  /** Given: the key leaves sealed under it. Absent: raw. */
  readonly passphrase?: string;
}

/** What is written in the very transaction of a durable act, or not at all. The transaction is the storage's own and opaque here. */
export type Alongside = (transaction: unknown) => Promise<void>;

export interface PasswordChangeOrder {
  readonly password: string;
  readonly newPassword: string;
  /** Also make a new data key. */
  readonly renew: boolean;
}

/** The data key after a renewal: what the one before it sealed is sealed anew, then that one goes. */
export interface DataKeyPort {
  generation(): number;
  /** Whether the vault still holds the generation before. */
  holdsEarlier(): boolean;
  /** Each value sealed again under the present generation; null where it does not open. */
  reseal(values: readonly SealedValue[]): Promise<readonly (string | null)[]>;
  /** Rewrites the vault without the earlier generation. `alongside` may refuse by throwing, as long as something needs it. */
  retireEarlier(alongside: Alongside): Promise<void>;
}

/**
 * The rare acts on keys and on the master password, apart from {@link SignerPort} so that the path of a transaction cannot reach them.
 * Throws DomainError `KEYSTORE_LOCKED` while not unlocked, `PASSWORD_NOT_SET` while the password is the provisioned one
 * (mainnet keys, export), `INVALID_MASTER_PASSWORD` for a wrong password in the call.
 */
export interface KeyCustodyPort {
  /** `INVALID_KEY_MATERIAL`, `KEY_ADDRESS_MISMATCH`. */
  importKey(identity: KeyIdentity, ceiling: KeyCeiling, material: KeyMaterial): Promise<SealedKey>;
  exportKey(request: ExportKeyRequest): Promise<KeyExport>;
  /**
   * Rewrites the one sealed data key atomically: at every instant exactly the old or the new password opens it. With `renew` it is a new
   * data key that holds the present one; `ROTATION_TOO_RECENT` while it already holds one.
   */
  changePassword(change: PasswordChangeOrder, alongside: Alongside): Promise<void>;
  /** Whether the password is still the provisioned one. */
  isPasswordProvisioned(): boolean;
  /** Whether the password came from the environment, where every process of its user can read it. */
  isPasswordFromEnvironment(): boolean;
  /** Forgets every key until `unlock`. */
  lock(): Promise<void>;
}
