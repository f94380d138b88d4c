import { Injectable } from '@nestjs/common';
import { Database } from '../../infra/prisma/database.js';
import type { Prisma, Transaction } from '../../infra/prisma/generated/client.js';

export interface AdminFilter {
  readonly walletId?: string | undefined;
  readonly type?: string | undefined;
  readonly status?: string | undefined;
  readonly network?: string | undefined;
  /** Unix seconds, both included. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  readonly search?: string | undefined;
}

export type AdminRow = Transaction;

export interface AdminRows {
  readonly rows: readonly AdminRow[];
  readonly total: number;
  readonly walletNames: ReadonlyMap<string, string>;
}

/** The rows of all wallets, for master. */
@Injectable()
export class AdminTransactionsRepository {
  constructor(private readonly database: Database) {}

  /** Newest first. */
  async page(filter: AdminFilter, page: { readonly offset: number; readonly limit: number }): Promise<AdminRows> {
    const { client } = this.database;
    const where = whereOf(filter);
    const [rows, total] = await Promise.all([
      client.transaction.findMany({ where, orderBy: { id: 'desc' }, skip: page.offset, take: page.limit }),
      client.transaction.count({ where }),
    ]);
    const ids = [...new Set(rows.map(({ walletId }) => walletId))];
    const wallets = await client.wallet.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
    return { rows, total, walletNames: new Map(wallets.map(({ id, name }) => [id, name])) };
  }
}

function whereOf({ since, until, search, ...exact }: AdminFilter): Prisma.TransactionWhereInput {
  const equal = Object.fromEntries(Object.entries(exact).filter(([, value]) => value !== undefined));
  const createdAt = {
    ...(since === undefined ? {} : { gte: BigInt(since) }),
    ...(until === undefined ? {} : { lte: BigInt(until) }),
  };
  return {
    ...equal,
    ...(since === undefined && until === undefined ? {} : { createdAt }),
    ...(search === undefined
      ? {}
      : { OR: [{ id: { contains: search } }, { txHash: { contains: search } }, { toAddress: { contains: search } }] }),
  };
}
