import { type Alongside, DomainError, type VaultState } from '@waiaas/core';
import { SignerGoneError } from './signer-connection.js';
import type { SignerSupervisor } from './signer-supervisor.js';
import type { VaultRow, VaultStorePort } from './vault-store.port.js';

/**
 * Changes the master password in three steps whose order must not change: the signer seals the data key again, the store replaces its one
 * row and writes down who did it, the signer takes the new row into force.
 *
 * Before the second step the old password opens the vault, after it the new one, wherever the daemon or the signer dies.
 */
export class PasswordChange {
  #tail: Promise<void> = Promise.resolve();

  constructor(
    private readonly supervisor: SignerSupervisor,
    private readonly store: VaultStorePort,
  ) {}

  /** One change at a time: two would race for the row. */
  run(password: string, newPassword: string, alongside?: Alongside): Promise<void> {
    const change = this.#tail.then(() => this.#change(password, newPassword, alongside));
    this.#tail = change.catch(() => undefined);
    return change;
  }

  async #change(password: string, newPassword: string, alongside?: Alongside): Promise<void> {
    const row = await this.store.load();
    if (row === undefined) throw new DomainError('KEYSTORE_LOCKED');
    const connection = await this.supervisor.running();
    const { vault, ...state } = await connection.call('rewrap', { password, newPassword }).catch(asLocked);
    const next: VaultRow = {
      version: row.version + 1,
      blob: vault,
      generation: state.generation,
      autoProvisioned: state.isProvisioned,
    };
    await this.#save(next, row.version, alongside);
    await this.#takeIntoForce(vault, state, newPassword);
  }

  // A failed write may still have happened: what the store says now decides, not the exception.
  async #save(next: VaultRow, expectedVersion: number, alongside?: Alongside): Promise<void> {
    try {
      await this.store.save(next, expectedVersion, alongside);
    } catch (error) {
      const stored = await this.store.load();
      if (stored?.blob !== next.blob) throw error;
    }
  }

  async #takeIntoForce(vault: string, state: VaultState, newPassword: string): Promise<void> {
    try {
      const connection = await this.supervisor.running();
      await connection.call('adoptVault', { vault });
    } catch (error) {
      if (!isOfAnotherProcess(error)) throw error;
      // The process that made the vault is gone; its successor has the old one loaded, or the new one without its password.
      await this.supervisor.reopen(vault, newPassword);
    }
    this.supervisor.adopted(state);
  }
}

function isOfAnotherProcess(error: unknown): boolean {
  return error instanceof SignerGoneError || (error instanceof DomainError && error.details?.['reason'] === 'VAULT_UNKNOWN');
}

function asLocked(error: unknown): never {
  throw error instanceof SignerGoneError ? new DomainError('KEYSTORE_LOCKED') : error;
}
