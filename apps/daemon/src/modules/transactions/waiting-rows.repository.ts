import { Injectable } from '@nestjs/common';
import type { TransactionRow } from '@waiaas/pipeline';
import { Database } from '../../infra/prisma/database.js';
import type { Prisma } from '../../infra/prisma/generated/client.js';
import { toTransactionRow } from './rows.repository.js';

/** Far more than may wait; those for gas are looked at by one question per network. */
const GAS_BATCH = 1000;

/** Rows that wait, by what they wait for. */
@Injectable()
export class WaitingRowsRepository {
  constructor(private readonly database: Database) {}

  /** Whose delay or patience is over. */
  async due(nowSeconds: number): Promise<readonly TransactionRow[]> {
    const now = BigInt(nowSeconds);
    return this.#queued({ OR: [{ executeAt: { lte: now } }, { expiresAt: { lte: now } }] });
  }

  async expired(nowSeconds: number): Promise<readonly TransactionRow[]> {
    return this.#queued({ expiresAt: { lte: BigInt(nowSeconds) } });
  }

  /** A wallet whose rows are not what the daemon wrote counts as stopped. */
  async isOfActiveWallet({ walletId }: TransactionRow): Promise<boolean> {
    if (this.database.guard.unsoundFor(this.database.client, { walletId }) !== undefined) return false;
    const wallet = await this.database.client.wallet.findUnique({ where: { id: walletId }, select: { status: true } });
    return wallet?.status === 'ACTIVE';
  }

  /** One whose token came back after it was replaced: until the master says so, nothing that it asked for is released. */
  async isOfHeldSession({ sessionId }: TransactionRow): Promise<boolean> {
    if (sessionId === null) return false;
    const session = await this.database.client.session.findUnique({ where: { id: sessionId }, select: { heldAt: true } });
    return session !== null && session.heldAt !== null;
  }

  async forGas(nowSeconds: number): Promise<readonly TransactionRow[]> {
    return this.#queued({ waitReason: 'GAS', expiresAt: { gt: BigInt(nowSeconds) } }, GAS_BATCH);
  }

  /** Without those that are held: they wait on, and nobody behind them. */
  async #queued(which: Prisma.TransactionWhereInput, most?: number): Promise<readonly TransactionRow[]> {
    const { client, guard } = this.database;
    const rows = await client.transaction.findMany({
      where: { ...which, status: 'QUEUED', id: { notIn: [...guard.held(client)] } },
      orderBy: { id: 'asc' },
      ...(most === undefined ? {} : { take: most }),
    });
    return rows.map(toTransactionRow);
  }
}
