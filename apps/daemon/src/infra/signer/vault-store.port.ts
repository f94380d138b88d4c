import type { Alongside } from '@waiaas/core';

/** The one row of the vault: the data key sealed under the master password. */
export interface VaultRow {
  /** Counts rewrites; 1 for the first. */
  readonly version: number;
  /** Opaque; only the signer reads it. */
  readonly blob: string;
  /** Generation of the data key. */
  readonly generation: number;
  /** The password is the provisioned one of `recovery.key`. */
  readonly autoProvisioned: boolean;
}

/** Where the vault row is kept. */
export interface VaultStorePort {
  load(): Promise<VaultRow | undefined>;
  /**
   * Writes the row durably in one transaction, and what goes with it: inserted when `expectedVersion` is 0, else only over the row
   * that has that version.
   * Throws DomainError `VERSION_CONFLICT` when there is another one by now.
   */
  save(row: VaultRow, expectedVersion: number, alongside?: Alongside): Promise<void>;
}
