import { Injectable } from '@nestjs/common';
import { Database } from '../../infra/prisma/database.js';
import type { SignedHead } from './signed-head.js';

const KEY_ID = 'audit-key';

/** Signed heads and the sealed key they are signed with. */
@Injectable()
export class AuditHeadsRepository {
  constructor(private readonly database: Database) {}

  async sealedKey(): Promise<string | undefined> {
    const row = await this.database.client.sealedSecret.findUnique({ where: { id: KEY_ID } });
    return row?.sealed;
  }

  /** Keeps a new key, unless there is one by now. */
  async insertKey(sealed: string, now: number): Promise<void> {
    await this.database.transaction(async (tx) => {
      if ((await tx.sealedSecret.count({ where: { id: KEY_ID } })) > 0) return;
      await tx.sealedSecret.create({
        data: { id: KEY_ID, name: KEY_ID, sealed, isCurrent: true, createdAt: BigInt(now), retiresAt: null },
      });
    });
  }

  async last(): Promise<{ readonly id: number; readonly signedAt: number } | undefined> {
    const row = await this.database.client.auditCheckpoint.findFirst({ orderBy: { auditId: 'desc' } });
    return row === null ? undefined : { id: Number(row.auditId), signedAt: Number(row.signedAt) };
  }

  async insert(head: SignedHead): Promise<void> {
    const { id, hash, signedAt, publicKey, signature } = head;
    await this.database.transaction((tx) =>
      tx.auditCheckpoint.create({ data: { auditId: BigInt(id), hash, signedAt: BigInt(signedAt), publicKey, signature } }),
    );
  }

  /** Oldest first. */
  async between(first: number, last: number): Promise<readonly SignedHead[]> {
    const rows = await this.database.client.auditCheckpoint.findMany({
      where: { auditId: { gte: BigInt(first), lte: BigInt(last) } },
      orderBy: { auditId: 'asc' },
    });
    return rows.map(({ auditId, hash, signedAt, publicKey, signature }) => ({
      id: Number(auditId),
      hash,
      signedAt: Number(signedAt),
      publicKey,
      signature,
    }));
  }
}
