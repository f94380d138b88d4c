import { Injectable } from '@nestjs/common';
import { Database } from '../../infra/prisma/database.js';

const NAME = 'backup-key';
/** Far more than any folder keeps: an archive that comes back from another place is found as well. */
const KEPT = 1000;

/** Sealed keys of archives, beside the other sealed secrets: what is sealed anew under a new data key, these are too. */
@Injectable()
export class BackupKeysRepository {
  constructor(private readonly database: Database) {}

  async insert(id: string, sealed: string, now: number): Promise<void> {
    await this.database.transaction(async (tx) => {
      await tx.sealedSecret.create({
        data: { id, name: NAME, sealed, isCurrent: true, createdAt: BigInt(now), retiresAt: null },
      });
      const old = await tx.sealedSecret.findMany({
        where: { name: NAME },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        skip: KEPT,
        select: { id: true },
      });
      if (old.length > 0) await tx.sealedSecret.deleteMany({ where: { id: { in: old.map((row) => row.id) } } });
    });
  }

  async find(id: string): Promise<string | undefined> {
    const row = await this.database.client.sealedSecret.findUnique({ where: { id }, select: { sealed: true } });
    return row?.sealed;
  }
}
