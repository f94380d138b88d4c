import type { ErrorCode } from '../errors/error-code.js';
import type {
  AuditHeadFacts,
  AuditHeadSignature,
  AuditKey,
  CeilingedKey,
  ChangeCeilingRequest,
  KeyCeiling,
  KeyExport,
  KeyIdentity,
  KeyMaterial,
  PinKeyOwnerRequest,
  SealContext,
  SealedKey,
  SealedValue,
  SignMessageRequest,
  SignTransactionRequest,
  SignTypedDataRequest,
} from '../ports/signer.port.js';

/** Version of the lines between daemon and signer. Both come from one release, so a difference is a broken installation. */
export const SIGNER_PROTOCOL_VERSION = 1;

/** Where the signer takes the master password from. Only `handover` carries it; the others are read by the signer itself. */
export type PasswordSource =
  | { readonly kind: 'file'; readonly path: string }
  /** `WAIAAS_MASTER_PASSWORD` as the process with this id was started with it (Linux: `/proc/<pid>/environ`). */
  | { readonly kind: 'environment'; readonly pid: number }
  | { readonly kind: 'handover'; readonly password: string }
  /** The provisioned password in `<data>/recovery.key`; made on the first boot. */
  | { readonly kind: 'provisioned'; readonly path: string };

/** What an opened vault says about itself; nothing of it is secret. */
export interface VaultState {
  readonly generation: number;
  /** The password is the provisioned one: no mainnet key and no export until it is replaced. */
  readonly isProvisioned: boolean;
  /** The data key was renewed, and the one before it still opens what it sealed. */
  readonly holdsEarlier: boolean;
}

/** Every call the signer answers, with what it takes and gives. */
export interface SignerMethods {
  /** Tells a locked signer which vault to open. Refused while unlocked: an unproven vault must not decide which password exports keys. */
  loadVault: { params: { readonly vault: string }; result: VaultState };
  /** Opens the loaded vault; pays one Argon2id. */
  unlock: { params: { readonly source: PasswordSource }; result: VaultState };
  /** A new vault under the source's password. It counts only once the daemon has stored, loaded and unlocked it. */
  initVault: { params: { readonly source: PasswordSource }; result: VaultState & { readonly vault: string } };
  /** Needs a vault, not an unlocked one. */
  verifyPassword: { params: { readonly password: string }; result: { readonly isValid: boolean } };
  /**
   * The data key sealed under another password: the same, or with `renew` one of the next generation beside it. Nothing changes until
   * `adoptVault` names the blob. Refused `ROTATION_TOO_RECENT` while an earlier generation is still held.
   */
  rewrap: {
    params: { readonly password: string; readonly newPassword: string; readonly renew: boolean };
    result: VaultState & { readonly vault: string };
  };
  /** The vault without the earlier generation. Nothing changes until `adoptVault` names the blob. */
  retireEarlier: { params: Readonly<Record<string, never>>; result: VaultState & { readonly vault: string } };
  adoptVault: { params: { readonly vault: string }; result: VaultState };
  createKey: { params: { readonly identity: KeyIdentity; readonly ceiling: KeyCeiling }; result: SealedKey };
  importKey: {
    params: { readonly identity: KeyIdentity; readonly ceiling: KeyCeiling; readonly material: KeyMaterial };
    result: SealedKey;
  };
  exportKey: {
    params: { readonly identity: KeyIdentity; readonly key: SealedKey; readonly password: string; readonly passphrase?: string };
    result: KeyExport;
  };
  ceilingOf: { params: { readonly identity: KeyIdentity; readonly key: SealedKey }; result: KeyCeiling };
  /** Lowers at once; raises for the master password and the consent of the owner in the key. Counts from the moment of the answer. */
  changeCeiling: { params: ChangeCeilingRequest; result: CeilingedKey };
  pinKeyOwner: { params: PinKeyOwnerRequest; result: CeilingedKey };
  signTransaction: { params: SignTransactionRequest; result: { readonly signature: string } };
  signMessage: { params: SignMessageRequest; result: { readonly signature: string } };
  signTypedData: { params: SignTypedDataRequest; result: { readonly signature: string } };
  createAuditKey: { params: Readonly<Record<string, never>>; result: AuditKey };
  signAuditHead: { params: { readonly blob: string; readonly head: AuditHeadFacts }; result: AuditHeadSignature };
  seal: { params: { readonly context: SealContext; readonly plaintext: string }; result: { readonly sealed: string } };
  open: { params: { readonly context: SealContext; readonly sealed: string }; result: { readonly plaintext: string } };
  /** Values of any generation held, each sealed again to its place under the present one; null for what does not open. */
  reseal: {
    params: { readonly values: readonly SealedValue[] };
    result: { readonly sealed: readonly (string | null)[] };
  };
  /**
   * Signs nothing from now on but payments to the owner in a key, or to the one named here where a key holds none, and what voids an
   * earlier signature. Outlives the process. Once in force it changes no more, whoever is named later.
   */
  freeze: { params: { readonly owners: Readonly<Record<string, string>> }; result: { readonly isDurable: boolean } };
  /** Takes the master password; `INVALID_STATE_TRANSITION` while the FREEZE file is there. */
  unfreeze: { params: { readonly password: string }; result: Readonly<Record<string, never>> };
  isFrozen: { params: Readonly<Record<string, never>>; result: { readonly isFrozen: boolean } };
  /** Forgets every key. The vault stays known, so that a password can still be verified. */
  lock: { params: Readonly<Record<string, never>>; result: Readonly<Record<string, never>> };
  ping: { params: Readonly<Record<string, never>>; result: { readonly isUnlocked: boolean } };
}

export type SignerMethod = keyof SignerMethods;
export type SignerParams<M extends SignerMethod> = SignerMethods[M]['params'];
export type SignerResult<M extends SignerMethod> = SignerMethods[M]['result'];

/** A refusal: a stable code and a fixed word. Never a value of the request. */
export interface SignerFault {
  readonly code: ErrorCode;
  readonly reason?: string;
}

export interface SignerRequest {
  readonly id: number;
  readonly method: string;
  readonly params: unknown;
}

/** Replies come in any order and are matched by `id`. */
export type SignerReply =
  | { readonly id: number; readonly ok: true; readonly result: unknown }
  | { readonly id: number; readonly ok: false; readonly error: SignerFault };

/** First line to the signer, the only one without a MAC beside its answer: it brings the daemon's half of the channel key. */
export interface SignerHello {
  readonly hello: number;
  /** 32 random bytes, hex. */
  readonly key: string;
}

/** First line from the signer. */
export interface SignerWelcome {
  readonly welcome: number;
  /** 32 random bytes, hex. */
  readonly nonce: string;
}
