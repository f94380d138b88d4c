import { DomainError, type PasswordSource, type VaultState } from '@waiaas/core';
import { type ConfiguredPassword, PasswordHandover } from './configured-password.js';
import { resolveSignerMain, signerCommand } from './signer-command.js';
import { SignerConnection } from './signer-connection.js';
import type { SignerListeners } from './signer-log.js';
import { startErrorOf } from './start-messages.js';
import { createVault, removeRecoveryKey } from './vault-provisioning.js';
import type { VaultRow, VaultStorePort } from './vault-store.port.js';

/**
 * `locked`: on purpose, until `unlock`. `waiting-for-password`: the process runs, but its password source is used up or out of date; the
 * next right master password opens it. `restarting`: the process died and is being replaced.
 */
export type SignerStatus = 'starting' | 'unlocked' | 'locked' | 'waiting-for-password' | 'restarting' | 'closed';

export interface SignerOptions extends SignerListeners {
  readonly password: ConfiguredPassword;
  readonly store: VaultStorePort;
  /** `<data>/recovery.key`; removed once the password is one that somebody chose. */
  readonly recoveryKeyPath: string;
  /** Where the signer keeps its record of signatures, beside which no ceiling that looks back can be held. Absent: nowhere. */
  readonly bookPath?: string;
  /** The signer's built entry; by default that of this installation. */
  readonly main?: string;
  readonly onStatus?: (status: SignerStatus) => void;
}

const BACKOFF_FIRST_MS = 100;
const BACKOFF_MAX_MS = 5_000;
const STEADY_AFTER_MS = 10_000;

/**
 * Keeps one signer process running and unlocked.
 *
 * A process that dies is replaced at once, then with growing pauses; the new one opens the vault as the store has it. A deliberate lock
 * outlives the process.
 */
export class SignerSupervisor {
  #status: SignerStatus = 'starting';
  #connection: SignerConnection | undefined;
  #vault: VaultState | undefined;
  /** The launch under way, if any; never rejects. */
  #attempt: Promise<void> | undefined;
  #failures = 0;
  #isLockWanted = false;
  #locks = 0;
  readonly #handover: PasswordHandover;

  constructor(private readonly options: SignerOptions) {
    this.#handover = new PasswordHandover(options.password);
  }

  get status(): SignerStatus {
    return this.#status;
  }

  get vault(): VaultState | undefined {
    return this.#vault;
  }

  get pid(): number | undefined {
    return this.#connection?.pid;
  }

  /** First start: makes the vault if there is none, opens it, or throws SignerStartError. */
  async start(): Promise<void> {
    try {
      await this.#launch(true);
    } catch (error) {
      await this.close();
      throw startErrorOf(error, this.options.password);
    }
  }

  /** The process that can sign. Waits for a launch under way, not for a pause between launches. */
  async unlocked(): Promise<SignerConnection> {
    await this.#attempt;
    if (this.#connection === undefined || this.#status !== 'unlocked') throw new DomainError('KEYSTORE_LOCKED');
    return this.#connection;
  }

  /** The process, with its vault loaded but perhaps locked: enough to verify a password. */
  async running(): Promise<SignerConnection> {
    await this.#attempt;
    const isReady = this.#status !== 'restarting' && this.#status !== 'starting';
    if (this.#connection === undefined || !isReady) throw new DomainError('KEYSTORE_LOCKED');
    return this.#connection;
  }

  /** Opens the vault with a password given now, or again from the configured source. A lock that comes meanwhile wins. */
  async unlock(password: string | undefined): Promise<void> {
    const locks = this.#locks;
    const connection = await this.running();
    const source: PasswordSource | undefined = password === undefined ? this.#handover.next() : { kind: 'handover', password };
    if (source === undefined || locks !== this.#locks) throw new DomainError('KEYSTORE_LOCKED');
    const vault = await connection.call('unlock', { source });
    if (this.#connection !== connection || locks !== this.#locks) throw new DomainError('KEYSTORE_LOCKED');
    this.#isLockWanted = false;
    this.#vault = vault;
    this.#become('unlocked');
  }

  async lock(): Promise<void> {
    this.#locks += 1;
    this.#isLockWanted = true;
    if (this.#status !== 'restarting') this.#become('locked');
    // A process that is gone has forgotten its keys; the next one finds the wish.
    await this.#connection?.call('lock', {}).catch(() => undefined);
  }

  /** Makes the process open this vault instead of the one it loaded. */
  async reopen(vault: string, password: string): Promise<void> {
    const connection = await this.running();
    if (this.#status === 'unlocked') this.#become('waiting-for-password');
    await connection.call('lock', {});
    this.#vault = await connection.call('loadVault', { vault });
    if (!this.#isLockWanted) await this.unlock(password);
  }

  /** The stored vault was rewritten by `rewrap`: this one counts from now on. */
  adopted(vault: VaultState): void {
    this.#vault = vault;
    if (!vault.isProvisioned) removeRecoveryKey(this.options.recoveryKeyPath);
  }

  async close(): Promise<void> {
    this.#become('closed');
    const connection = this.#connection;
    this.#connection = undefined;
    await connection?.close();
  }

  async #launch(isFirst: boolean): Promise<void> {
    const command = signerCommand(this.options.main ?? resolveSignerMain(), this.options.password, this.options.bookPath);
    const connection = await SignerConnection.open(command, this.options);
    if (this.#status === 'closed') {
      await connection.close();
      return;
    }
    this.#connection = connection;
    connection.whenGone(() => {
      this.#onEnded(connection);
    });
    const row = (await this.options.store.load()) ?? (await this.#createVault(connection, isFirst));
    this.#vault = await connection.call('loadVault', { vault: row.blob });
    await this.#openVault(connection, isFirst);
    this.adopted(this.#vault);
    setTimeout(() => {
      if (this.#connection === connection) this.#failures = 0;
    }, STEADY_AFTER_MS).unref();
  }

  // Only a first boot may make a vault: a row that vanished later is lost data, and a new data key would hide that.
  async #createVault(connection: SignerConnection, isFirst: boolean): Promise<VaultRow> {
    const source = isFirst ? this.#handover.first() : undefined;
    if (source === undefined) throw new DomainError('INTERNAL_ERROR', { details: { reason: 'VAULT_MISSING' } });
    return createVault(connection, this.options.store, source);
  }

  async #openVault(connection: SignerConnection, isFirst: boolean): Promise<void> {
    const source = this.#isLockWanted ? undefined : this.#handover.next();
    if (source === undefined) {
      this.#become(this.#isLockWanted ? 'locked' : 'waiting-for-password');
      return;
    }
    try {
      await connection.call('unlock', { source });
      this.#become('unlocked');
    } catch (error) {
      if (isFirst || !(error instanceof DomainError)) throw error;
      this.#notice(startErrorOf(error, this.options.password).message);
      this.#become('waiting-for-password');
    }
    if (this.#isLockWanted) await this.lock();
  }

  #onEnded(connection: SignerConnection): void {
    if (this.#connection !== connection) return;
    this.#connection = undefined;
    // A launch that was under way fails by itself.
    if (this.#status === 'starting' || this.#status === 'restarting' || this.#status === 'closed') return;
    this.#notice('the signer ended unexpectedly');
    this.#become('restarting');
    void this.#relaunch();
  }

  async #relaunch(): Promise<void> {
    while (this.#status === 'restarting') {
      const pauseMs = this.#failures === 0 ? 0 : Math.min(BACKOFF_FIRST_MS * 2 ** (this.#failures - 1), BACKOFF_MAX_MS);
      this.#failures += 1;
      if (pauseMs > 0) await pause(pauseMs);
      this.#attempt = this.#launch(false).catch(() => this.#abandon());
      await this.#attempt;
      this.#attempt = undefined;
    }
  }

  async #abandon(): Promise<void> {
    this.#notice('the signer could not be restarted; trying again');
    const connection = this.#connection;
    this.#connection = undefined;
    await connection?.close();
  }

  #become(status: SignerStatus): void {
    if (this.#status === status || this.#status === 'closed') return;
    this.#status = status;
    this.options.onStatus?.(status);
  }

  readonly #notice = (line: string): void => {
    this.options.onNotice?.(line);
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
