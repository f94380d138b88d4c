import { DomainError } from '@waiaas/core';
import type { VaultRow, VaultStorePort } from '../../src/infra/signer/vault-store.port.js';

/** The vault row in memory, for tests. */
export class InMemoryVaultStore implements VaultStorePort {
  constructor(private row?: VaultRow) {}

  load(): Promise<VaultRow | undefined> {
    return Promise.resolve(this.row);
  }

  save(row: VaultRow, expectedVersion: number): Promise<void> {
    if ((this.row?.version ?? 0) !== expectedVersion) return Promise.reject(new DomainError('VERSION_CONFLICT'));
    this.row = row;
    return Promise.resolve();
  }
}
