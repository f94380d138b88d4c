import { type Alongside, DomainError, type PasswordChangeOrder, type VaultState } from '@waiaas/core';
import { SignerGoneError } from './signer-connection.js';
import type { SignerSupervisor } from './signer-supervisor.js';
import type { VaultRow, VaultStorePort } from './vault-store.port.js';

/**
 * Changes the vault row in three steps whose order must not change: the signer makes the new vault, the store replaces its one row and
 * writes down who did it, the signer takes the new row into force.
 *
 * Before the second step the old row counts, after it the new one, wherever the daemon or the signer dies. So it is with a password, and
 * with a data key: what seals under the old one until the third step opens with the new vault too.
 */
export class VaultChange {
  #tail: Promise<void> = Promise.resolve();

  constructor(
    private readonly supervisor: SignerSupervisor,
    private readonly store: VaultStorePort,
  ) {}

  changePassword(order: PasswordChangeOrder, alongside?: Alongside): Promise<void> {
    return this.#inTurn(async () => {
      const row = await this.#row();
      const connection = await this.supervisor.running();
      const { vault, ...state } = await connection.call('rewrap', order).catch(asLocked);
      await this.#save(nextRow(row, vault, state), row.version, alongside);
      await this.#takeIntoForce(vault, state, order.newPassword);
    });
  }

  retireEarlier(alongside: Alongside): Promise<void> {
    return this.#inTurn(async () => {
      const row = await this.#row();
      const connection = await this.supervisor.unlocked();
      const { vault, ...state } = await connection.call('retireEarlier', {}).catch(asLocked);
      await this.#save(nextRow(row, vault, state), row.version, alongside);
      // A process that is gone, or one that replaced it, reads the row itself at its start.
      await connection.call('adoptVault', { vault }).catch(ignoreAnotherProcess);
      this.supervisor.adopted(state);
    });
  }

  /** One change at a time: two would race for the row. */
  #inTurn(act: () => Promise<void>): Promise<void> {
    const change = this.#tail.then(act);
    this.#tail = change.catch(() => undefined);
    return change;
  }

  async #row(): Promise<VaultRow> {
    const row = await this.store.load();
    if (row === undefined) throw new DomainError('KEYSTORE_LOCKED');
    return row;
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

function ignoreAnotherProcess(error: unknown): void {
  if (!isOfAnotherProcess(error)) throw error;
}

function nextRow(row: VaultRow, blob: string, { generation, isProvisioned }: VaultState): VaultRow {
  return { version: row.version + 1, blob, generation, autoProvisioned: isProvisioned };
}
