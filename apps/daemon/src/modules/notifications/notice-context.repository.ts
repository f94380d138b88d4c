import { Injectable } from '@nestjs/common';
import { Database } from '../../infra/prisma/database.js';
import type { TransactionFacts } from './notice-facts.js';

/** What notices say beside the row of the chain: names of wallets and what requests are about. */
@Injectable()
export class NoticeContextRepository {
  constructor(private readonly database: Database) {}

  async walletNames(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (ids.length === 0) return new Map();
    const rows = await this.database.client.wallet.findMany({
      where: { id: { in: [...ids] } },
      select: { id: true, name: true },
    });
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  async transactions(ids: readonly string[]): Promise<ReadonlyMap<string, TransactionFacts>> {
    if (ids.length === 0) return new Map();
    const rows = await this.database.client.transaction.findMany({
      where: { id: { in: [...ids] } },
      select: {
        id: true,
        type: true,
        tier: true,
        network: true,
        toAddress: true,
        amount: true,
        amountDecimals: true,
        amountSymbol: true,
        usdMicros: true,
        executeAt: true,
        expiresAt: true,
      },
    });
    return new Map(
      rows.map(({ id, executeAt, expiresAt, ...facts }) => [
        id,
        {
          ...facts,
          executeAt: executeAt === null ? null : Number(executeAt),
          expiresAt: expiresAt === null ? null : Number(expiresAt),
        },
      ]),
    );
  }
}
