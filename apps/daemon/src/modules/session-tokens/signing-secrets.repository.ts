import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../infra/prisma/database.js';

const NAME = 'session-signing';

export interface SealedSigningSecret {
  readonly id: string;
  readonly sealed: string;
  readonly isCurrent: boolean;
  readonly createdAt: number;
  /** Unix seconds after which a replaced secret verifies nothing; null while it is the current one. */
  readonly retiresAt: number | null;
}

@Injectable()
export class SigningSecretsRepository {
  constructor(private readonly database: Database) {}

  /** The current secret and those still in their grace period. */
  async usable(now: number): Promise<readonly SealedSigningSecret[]> {
    const rows = await this.database.client.sealedSecret.findMany({
      where: { name: NAME, OR: [{ isCurrent: true }, { retiresAt: { gt: BigInt(now) } }] },
      orderBy: { createdAt: 'desc' },
    });
    return rows.map((row) => ({
      id: row.id,
      sealed: row.sealed,
      isCurrent: row.isCurrent,
      createdAt: Number(row.createdAt),
      retiresAt: row.retiresAt === null ? null : Number(row.retiresAt),
    }));
  }

  /** Makes this the current secret; the one before verifies until `previousRetiresAt`, older ones are gone. */
  async replace(tx: Tx, secret: SealedSigningSecret, previousRetiresAt: number): Promise<void> {
    await tx.sealedSecret.deleteMany({ where: { name: NAME, isCurrent: false, retiresAt: { lte: BigInt(secret.createdAt) } } });
    await tx.sealedSecret.updateMany({
      where: { name: NAME, isCurrent: true },
      data: { isCurrent: false, retiresAt: BigInt(previousRetiresAt) },
    });
    await tx.sealedSecret.create({
      data: {
        id: secret.id,
        name: NAME,
        sealed: secret.sealed,
        isCurrent: true,
        createdAt: BigInt(secret.createdAt),
        retiresAt: null,
      },
    });
  }
}
