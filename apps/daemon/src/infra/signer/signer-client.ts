import {
  type Alongside,
  type AuditHeadFacts,
  type AuditHeadSignature,
  type AuditKey,
  type AuditSignerPort,
  type CeilingedKey,
  type ChangeCeilingRequest,
  type DataKeyPort,
  DomainError,
  type ExportKeyRequest,
  type KeyCeiling,
  type KeyCeilingPort,
  type KeyCustodyPort,
  type KeyExport,
  type KeyIdentity,
  type KeyMaterial,
  type PasswordChangeOrder,
  type PinKeyOwnerRequest,
  type SealContext,
  type SealedKey,
  type SealedValue,
  type SignerFreezePort,
  type SignerMethod,
  type SignerParams,
  type SignerPort,
  type SignerResult,
  type SignMessageRequest,
  type SignTransactionRequest,
  type SignTypedDataRequest,
} from '@waiaas/core';
import { SignerGoneError, type SignerConnection } from './signer-connection.js';
import { type SignerOptions, type SignerStatus, SignerSupervisor } from './signer-supervisor.js';
import { VaultChange } from './vault-change.js';

/**
 * The signer process as the daemon sees it. Holds neither password nor key.
 *
 * A call whose process died is made once more on the next process: a signature comes out the same (RFC 6979, RFC 8032), and a key or a
 * sealed value that nobody received is lost without harm. After that it fails with `KEYSTORE_LOCKED`.
 */
export class SignerClient implements SignerPort, KeyCustodyPort, KeyCeilingPort, AuditSignerPort, DataKeyPort, SignerFreezePort {
  readonly #supervisor: SignerSupervisor;
  readonly #vaultChange: VaultChange;

  constructor(private readonly options: SignerOptions) {
    this.#supervisor = new SignerSupervisor(options);
    this.#vaultChange = new VaultChange(this.#supervisor, options.store);
  }

  /** Starts the process and opens the vault, making it on the first boot. Throws SignerStartError, one line for the operator. */
  start(): Promise<void> {
    return this.#supervisor.start();
  }

  /** Ends the process; it forgets everything. */
  close(): Promise<void> {
    return this.#supervisor.close();
  }

  status(): SignerStatus {
    return this.#supervisor.status;
  }

  isUnlocked(): boolean {
    return this.#supervisor.status === 'unlocked';
  }

  isWaitingForPassword(): boolean {
    return this.#supervisor.status === 'waiting-for-password';
  }

  signerPid(): number | undefined {
    return this.#supervisor.pid;
  }

  isPasswordProvisioned(): boolean {
    return this.#supervisor.vault?.isProvisioned ?? false;
  }

  isPasswordFromEnvironment(): boolean {
    return this.options.password.kind === 'environment';
  }

  createKey(identity: KeyIdentity, ceiling: KeyCeiling): Promise<SealedKey> {
    return this.#call('createKey', { identity, ceiling });
  }

  importKey(identity: KeyIdentity, ceiling: KeyCeiling, material: KeyMaterial): Promise<SealedKey> {
    return this.#call('importKey', { identity, ceiling, material });
  }

  exportKey(request: ExportKeyRequest): Promise<KeyExport> {
    return this.#call('exportKey', request);
  }

  ceilingOf(identity: KeyIdentity, key: SealedKey): Promise<KeyCeiling> {
    return this.#call('ceilingOf', { identity, key });
  }

  /** May be made twice: the second time the ceiling is as asked already. */
  changeCeiling(request: ChangeCeilingRequest): Promise<CeilingedKey> {
    return this.#call('changeCeiling', request);
  }

  pinKeyOwner(request: PinKeyOwnerRequest): Promise<CeilingedKey> {
    return this.#call('pinKeyOwner', request);
  }

  async signTransaction(request: SignTransactionRequest): Promise<string> {
    return (await this.#call('signTransaction', request)).signature;
  }

  async signMessage(request: SignMessageRequest): Promise<string> {
    return (await this.#call('signMessage', request)).signature;
  }

  async signTypedData(request: SignTypedDataRequest): Promise<string> {
    return (await this.#call('signTypedData', request)).signature;
  }

  createAuditKey(): Promise<AuditKey> {
    return this.#call('createAuditKey', {});
  }

  signAuditHead(blob: string, head: AuditHeadFacts): Promise<AuditHeadSignature> {
    return this.#call('signAuditHead', { blob, head });
  }

  async seal(context: SealContext, plaintext: string): Promise<string> {
    return (await this.#call('seal', { context, plaintext })).sealed;
  }

  async open(context: SealContext, sealed: string): Promise<string> {
    return (await this.#call('open', { context, sealed })).plaintext;
  }

  /** Works while locked too. While the signer waits for a password, the right one also unlocks it. */
  async verifyPassword(password: string): Promise<boolean> {
    if (this.#supervisor.status === 'waiting-for-password') return this.#unlocksWith(password);
    return (await this.#running('verifyPassword', { password })).isValid;
  }

  /** Makes one stored row of the new password: at every instant exactly one of the two opens the vault. */
  changePassword(order: PasswordChangeOrder, alongside?: Alongside): Promise<void> {
    return this.#vaultChange.changePassword(order, alongside);
  }

  generation(): number {
    return this.#supervisor.vault?.generation ?? 0;
  }

  holdsEarlier(): boolean {
    return this.#supervisor.vault?.holdsEarlier ?? false;
  }

  async reseal(values: readonly SealedValue[]): Promise<readonly (string | null)[]> {
    return (await this.#call('reseal', { values })).sealed;
  }

  retireEarlier(alongside: Alongside): Promise<void> {
    return this.#vaultChange.retireEarlier(alongside);
  }

  lock(): Promise<void> {
    return this.#supervisor.lock();
  }

  /** Opens again after `lock`, with this password or from the configured source. */
  unlock(password?: string): Promise<void> {
    return this.#supervisor.unlock(password);
  }

  /** Works while locked too. */
  async freeze(owners: Readonly<Record<string, string>>): Promise<boolean> {
    return (await this.#running('freeze', { owners })).isDurable;
  }

  async unfreeze(password: string): Promise<void> {
    await this.#call('unfreeze', { password });
  }

  async isFrozen(): Promise<boolean> {
    return (await this.#running('isFrozen', {})).isFrozen;
  }

  async #unlocksWith(password: string): Promise<boolean> {
    try {
      await this.#supervisor.unlock(password);
      return true;
    } catch (error) {
      if (error instanceof DomainError && error.code === 'INVALID_MASTER_PASSWORD') return false;
      throw error instanceof SignerGoneError ? new DomainError('KEYSTORE_LOCKED') : error;
    }
  }

  /** Of a process that may be locked. */
  #running<M extends SignerMethod>(method: M, params: SignerParams<M>): Promise<SignerResult<M>> {
    return this.#retry(
      () => this.#supervisor.running(),
      (connection) => connection.call(method, params),
    );
  }

  #call<M extends SignerMethod>(method: M, params: SignerParams<M>): Promise<SignerResult<M>> {
    return this.#retry(
      () => this.#supervisor.unlocked(),
      (connection) => connection.call(method, params),
    );
  }

  async #retry<T>(connect: () => Promise<SignerConnection>, act: (connection: SignerConnection) => Promise<T>): Promise<T> {
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      try {
        return await act(await connect());
      } catch (error) {
        if (!(error instanceof SignerGoneError)) throw error;
      }
    }
    throw new DomainError('KEYSTORE_LOCKED');
  }
}
