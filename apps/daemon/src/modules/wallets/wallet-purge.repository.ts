import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../infra/prisma/database.js';

/** Rows of a wallet in the other tables: what may still happen to it, and their end. */
@Injectable()
export class WalletPurgeRepository {
  constructor(private readonly database: Database) {}

  /** Requests whose signed bytes may still land, or whose block may still be taken back. */
  async countUnfinished(tx: Tx, walletId: string): Promise<number> {
    return tx.transaction.count({
      where: {
        walletId,
        OR: [{ status: { in: ['PENDING', 'QUEUED', 'EXECUTING', 'SUBMITTED'] } }, { status: 'CONFIRMED', finalizedAt: null }],
      },
    });
  }

  /** Tokens the wallet ever sent, by network: where a balance may be left although no registry lists it. */
  async tokensSeen(walletId: string): Promise<readonly { readonly network: string; readonly asset: string }[]> {
    const rows = await this.database.client.ledgerEntry.findMany({
      where: { walletId, asset: { notIn: ['native'] } },
      distinct: ['network', 'asset'],
      select: { network: true, asset: true },
    });
    return rows.flatMap(({ network, asset }) => (asset === null ? [] : [{ network, asset }]));
  }

  /** Everything but the audit rows, and but the sealed key where it is to be kept until `keepKeyUntil`. */
  async purge(tx: Tx, walletId: string, keepKeyUntil: number | null): Promise<void> {
    // First, so that nothing is summed up line by line for nobody.
    await tx.ledgerSum.deleteMany({ where: { walletId } });
    await tx.transaction.deleteMany({ where: { walletId } });
    await tx.nonceReservation.deleteMany({ where: { walletId } });
    await tx.ledgerHour.deleteMany({ where: { walletId } });
    await tx.unstoredRefusal.deleteMany({ where: { walletId } });
    await tx.ownerChallenge.deleteMany({ where: { walletId } });
    await tx.wallet.delete({ where: { id: walletId } });
    if (keepKeyUntil === null) await tx.sealedKey.deleteMany({ where: { walletId } });
    else await tx.sealedKey.updateMany({ where: { walletId }, data: { deleteAfter: BigInt(keepKeyUntil) } });
  }

  async deleteDueKeys(tx: Tx, now: number): Promise<number> {
    return (await tx.sealedKey.deleteMany({ where: { deleteAfter: { lte: BigInt(now) } } })).count;
  }
}
