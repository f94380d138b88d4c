import { Injectable } from '@nestjs/common';
import { type Alongside, DomainError } from '@waiaas/core';
import { Clock } from '../../common/time/clock.js';
import { Database } from '../prisma/database.js';
import type { VaultRow, VaultStorePort } from './vault-store.port.js';

const ROW_ID = 1;

/** The vault row in the database. */
@Injectable()
export class VaultRepository implements VaultStorePort {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async load(): Promise<VaultRow | undefined> {
    const row = await this.database.client.vault.findUnique({ where: { id: ROW_ID } });
    if (row === null) return undefined;
    return { version: row.version, blob: row.blob, generation: row.generation, autoProvisioned: row.autoProvisioned };
  }

  async save(row: VaultRow, expectedVersion: number, alongside?: Alongside): Promise<void> {
    const updatedAt = BigInt(this.clock.nowSeconds());
    await this.database.transaction(async (tx) => {
      const present = await tx.vault.findUnique({ where: { id: ROW_ID }, select: { version: true } });
      if ((present?.version ?? 0) !== expectedVersion) throw new DomainError('VERSION_CONFLICT');
      await tx.vault.upsert({
        where: { id: ROW_ID },
        create: { id: ROW_ID, ...row, createdAt: updatedAt, updatedAt },
        update: { ...row, updatedAt },
      });
      await alongside?.(tx);
    });
  }
}
