import { createHmac, randomBytes } from 'node:crypto';
import { DomainError, type KeyIdentity, type PasswordSource, type VaultState } from '@waiaas/core';
import {
  DataKey,
  isSettablePassword,
  openVault,
  parseVault,
  sealVault,
  warmUpSecp256k1,
  withoutRetiring,
  type OpenedKey,
  type Vault,
} from '@waiaas/keystore';
import { NO_STORE, type BookStore } from '../ceilings/book-store.js';
import { CeilingKeeper } from '../ceilings/ceiling-keeper.js';
import type { OwnersByWallet } from '../ceilings/freeze.js';
import { readPassword } from '../password/password-source.js';
import { provisionRecoveryKey } from '../password/recovery-key.js';
import { KdfGate } from './kdf-gate.js';
import { OpenedKeys } from './opened-keys.js';
import { SingleFlight } from './single-flight.js';

const FIRST_GENERATION = 1;

export interface RewrapRequest {
  readonly password: string;
  readonly newPassword: string;
  readonly renew: boolean;
}

interface Rewrapped {
  readonly vault: Vault;
  readonly dataKey: DataKey;
}

/**
 * Holds the vault text, and while unlocked the data key and the keys in use.
 *
 * A new vault text never takes effect by being made: the daemon stores it first and then names it (`load`, `adopt`). Until then the old
 * text stays in force here as it does in the database, so a crash at any point leaves one password that opens both.
 */
export class VaultKeeper {
  #vault: Vault | undefined;
  /** What `rewrap` made last, with its key, until it is adopted or forgotten. */
  #rewrapped: Rewrapped | undefined;
  #dataKey: DataKey | undefined;
  #ceilings: CeilingKeeper | undefined;
  #locks = 0;
  /** The vault this process made itself: nothing can be missing from its record. */
  #made: string | undefined;
  readonly #keys = new OpenedKeys();
  readonly #gate = new KdfGate();
  readonly #verifications = new SingleFlight<boolean>();
  readonly #flightKey = randomBytes(32);

  /** A freeze that was ordered; with its owners it is handed on when the record can be read. */
  #freeze: OwnersByWallet | undefined;
  #freezes = 0;

  constructor(
    private readonly books: BookStore = NO_STORE,
    private readonly isFreezeOrdered: () => boolean = () => false,
  ) {}

  get isUnlocked(): boolean {
    return this.#dataKey !== undefined;
  }

  /** Whether the stored password is still the one that the first boot made up. */
  get isProvisioned(): boolean {
    return this.#vault?.origin === 'provisioned';
  }

  load(text: string): VaultState {
    if (this.isUnlocked) throw new DomainError('INVALID_STATE_TRANSITION', { details: { reason: 'SIGNER_UNLOCKED' } });
    this.#vault = parseVault(text);
    return stateOf(this.#vault);
  }

  async unlock(source: PasswordSource): Promise<VaultState> {
    const vault = this.#knownVault();
    const locks = this.#locks;
    const opening = this.#gate.run(() => openVault(vault, readPassword(source)));
    // Argon2 works on other threads meanwhile.
    warmUpSecp256k1();
    const dataKey = await opening;
    if (dataKey === undefined) throw new DomainError('INVALID_MASTER_PASSWORD', { details: { reason: 'PASSWORD_WRONG' } });
    if (locks !== this.#locks) {
      dataKey.destroy();
      throw new DomainError('KEYSTORE_LOCKED');
    }
    this.#forget();
    this.#vault = vault;
    const start = { isFirst: this.#made === vault.text, isFreezeOrdered: this.isFreezeOrdered };
    this.#ceilings = new CeilingKeeper(this.books, dataKey, start);
    if (this.#freeze !== undefined) this.#ceilings.freeze.begin(this.#freeze);
    this.#dataKey = dataKey;
    return stateOf(vault);
  }

  async init(source: PasswordSource): Promise<VaultState & { readonly vault: string }> {
    if (source.kind === 'provisioned') provisionRecoveryKey(source.path);
    const password = settable(readPassword(source));
    const dataKey = DataKey.random(FIRST_GENERATION);
    try {
      const origin = source.kind === 'provisioned' ? 'provisioned' : 'chosen';
      const vault = parseVault(await this.#gate.run(() => sealVault(dataKey, password, origin)));
      this.#made = vault.text;
      return { ...stateOf(vault), vault: vault.text };
    } finally {
      dataKey.destroy();
    }
  }

  async verify(password: string): Promise<boolean> {
    const vault = this.#knownVault();
    const key = createHmac('sha256', this.#flightKey).update(vault.text).update('\n').update(password).digest('base64');
    return this.#verifications.run(key, async () => {
      const dataKey = await this.#gate.run(() => openVault(vault, password));
      dataKey?.destroy();
      return dataKey !== undefined;
    });
  }

  /** With `renew` under a new data key, which still holds the present one: rows are sealed anew afterwards. */
  async rewrap({ password, newPassword, renew }: RewrapRequest): Promise<VaultState & { readonly vault: string }> {
    const vault = this.#knownVault();
    settable(newPassword);
    const locks = this.#locks;
    const dataKey = await this.#gate.run(() => openVault(vault, password));
    if (dataKey === undefined) throw new DomainError('INVALID_MASTER_PASSWORD', { details: { reason: 'PASSWORD_WRONG' } });
    // Two earlier generations are never held: the one before would be lost with its rows.
    if (renew && dataKey.retiring !== undefined) {
      dataKey.destroy();
      throw new DomainError('ROTATION_TOO_RECENT', { details: { reason: 'GENERATION_IN_USE' } });
    }
    const next = renew ? DataKey.after(dataKey) : dataKey;
    if (renew) dataKey.destroy();
    // Setting the provisioned password again is not choosing one.
    const origin = password === newPassword ? vault.origin : 'chosen';
    try {
      const rewrapped = parseVault(await this.#gate.run(() => sealVault(next, newPassword, origin)));
      if (locks !== this.#locks) throw new DomainError('KEYSTORE_LOCKED');
      this.#forgetRewrapped();
      this.#rewrapped = { vault: rewrapped, dataKey: next };
      return { ...stateOf(rewrapped), vault: rewrapped.text };
    } catch (error) {
      next.destroy();
      throw error;
    }
  }

  /** The vault without the generation before. Nothing changes until `adopt` names it. */
  retired(): VaultState & { readonly vault: string } {
    const vault = withoutRetiring(this.#knownVault());
    return { ...stateOf(vault), vault: vault.text };
  }

  /**
   * Takes the vault that `rewrap` made last into force, or the present one without the generation before. No other: a text nobody proved
   * a password for could lock everybody out.
   */
  adopt(text: string): VaultState {
    const present = this.#knownVault();
    if (text === this.#rewrapped?.vault.text) return this.#adoptRewrapped(this.#rewrapped);
    if (text === present.text) return stateOf(present);
    const retired = withoutRetiring(present);
    if (text !== retired.text) throw new DomainError('INTERNAL_ERROR', { details: { reason: 'VAULT_UNKNOWN' } });
    this.#vault = retired;
    this.#dataKey?.retire();
    this.#keys.clear();
    return stateOf(retired);
  }

  // While locked only the text changes: adopting is no way to unlock.
  #adoptRewrapped({ vault, dataKey }: Rewrapped): VaultState {
    this.#rewrapped = undefined;
    this.#vault = vault;
    if (this.#dataKey === undefined) dataKey.destroy();
    else {
      this.#dataKey.destroy();
      this.#dataKey = dataKey;
      this.#ceilings?.rekey(dataKey);
    }
    return stateOf(vault);
  }

  /** Runs other work that derives a key from a password, within the same bound. */
  derive<T>(work: () => Promise<T>): Promise<T> {
    return this.#gate.run(work);
  }

  dataKey(): DataKey {
    if (this.#dataKey === undefined) throw new DomainError('KEYSTORE_LOCKED');
    return this.#dataKey;
  }

  ceilings(): CeilingKeeper {
    if (this.#ceilings === undefined) throw new DomainError('KEYSTORE_LOCKED');
    return this.#ceilings;
  }

  /** Counts at once, locked or not. True where the record has it. */
  freeze(owners: OwnersByWallet): boolean {
    this.#freezes += 1;
    this.#freeze ??= owners;
    return this.#ceilings?.freeze.begin(owners) ?? false;
  }

  /** Takes the master password in the call. A freeze that comes meanwhile wins. */
  async unfreeze(password: string): Promise<void> {
    const freezes = this.#freezes;
    this.ceilings();
    if (!(await this.verify(password))) throw new DomainError('INVALID_MASTER_PASSWORD');
    if (freezes !== this.#freezes) throw new DomainError('INVALID_STATE_TRANSITION', { details: { reason: 'FROZEN_AGAIN' } });
    this.ceilings().freeze.end();
    this.#freeze = undefined;
  }

  isFrozen(): boolean {
    return this.#freeze !== undefined || this.#ceilings?.freeze.isInForce() === true;
  }

  key(identity: KeyIdentity, blob: string): OpenedKey {
    return this.#keys.get(this.dataKey(), identity, blob);
  }

  /** Forgets every key. An unlock still under way ends locked: whoever locks last wins. */
  lock(): void {
    this.#locks += 1;
    this.#forget();
  }

  #forget(): void {
    this.#forgetRewrapped();
    this.#keys.clear();
    this.#ceilings?.close();
    this.#ceilings = undefined;
    this.#dataKey?.destroy();
    this.#dataKey = undefined;
  }

  #forgetRewrapped(): void {
    this.#rewrapped?.dataKey.destroy();
    this.#rewrapped = undefined;
  }

  #knownVault(): Vault {
    if (this.#vault === undefined) throw new DomainError('KEYSTORE_LOCKED');
    return this.#vault;
  }
}

function stateOf(vault: Vault): VaultState {
  return {
    generation: vault.generation,
    isProvisioned: vault.origin === 'provisioned',
    holdsEarlier: vault.sealedRetiring !== undefined,
  };
}

function settable(password: string): string {
  if (isSettablePassword(password)) return password;
  throw new DomainError('VALIDATION_FAILED', { details: { reason: 'PASSWORD_TOO_SHORT' } });
}
