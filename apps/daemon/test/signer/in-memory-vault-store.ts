import { type Alongside, DomainError } from '@waiaas/core';
import type { VaultRow, VaultStorePort } from '../../src/infra/signer/vault-store.port.js';

/** The vault row in memory, for tests. */
export class InMemoryVaultStore implements VaultStorePort {
  constructor(private row?: VaultRow) {}

  load(): Promise<VaultRow | undefined> {
    return Promise.resolve(this.row);
  }

  async save(row: VaultRow, expectedVersion: number, alongside?: Alongside): Promise<void> {
    if ((this.row?.version ?? 0) !== expectedVersion) throw new DomainError('VERSION_CONFLICT');
    await alongside?.(undefined);
    this.row = row;
  }
}
