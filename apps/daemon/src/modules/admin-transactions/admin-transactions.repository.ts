import { Injectable } from '@nestjs/common';
import { Database } from '../../infra/prisma/database.js';
import type { Prisma, Transaction } from '../../infra/prisma/generated/client.js';

type Where = Prisma.TransactionWhereInput;

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

/** Where a page begins: after so many rows, right after a row, or right before one. */
export type AdminPlace = { readonly offset: number } | { readonly olderThan: string } | { readonly newerThan: string };

export type AdminRow = Transaction;

export interface AdminRows {
  /** Newest first. */
  readonly rows: readonly AdminRow[];
  readonly total: number;
  /** How many rows of the filter are newer than these. */
  readonly offset: number;
  readonly hasOlder: boolean;
  readonly hasNewer: boolean;
  readonly walletNames: ReadonlyMap<string, string>;
}

/** The rows of all wallets, for master. */
@Injectable()
export class AdminTransactionsRepository {
  constructor(private readonly database: Database) {}

  async page(filter: AdminFilter, place: AdminPlace, limit: number): Promise<AdminRows> {
    const where = whereOf(filter);
    const [found, total] = await Promise.all([this.#found(where, place, limit + 1), this.#count(where)]);
    const hasExtra = found.length > limit;
    const cut = found.slice(0, limit);
    const isUpwards = 'newerThan' in place;
    const rows = isUpwards ? cut.reverse() : cut;
    const offset = 'offset' in place ? place.offset : await this.#newerThan(where, rows[0]?.id, isUpwards ? 0 : total);
    return {
      rows,
      total,
      offset,
      hasOlder: isUpwards ? await this.#hasOlder(where, rows.at(-1)?.id) : hasExtra,
      hasNewer: isUpwards ? hasExtra : rows.length > 0 && offset > 0,
      walletNames: await this.#namesOf(rows),
    };
  }

  /** From the place on: downwards, or upwards from a row. */
  async #found(where: Where, place: AdminPlace, take: number): Promise<AdminRow[]> {
    const { transaction } = this.database.client;
    if ('offset' in place) return transaction.findMany({ where, orderBy: { id: 'desc' }, skip: place.offset, take });
    if ('olderThan' in place) {
      return transaction.findMany({ where: { AND: [where, { id: { lt: place.olderThan } }] }, orderBy: { id: 'desc' }, take });
    }
    return transaction.findMany({ where: { AND: [where, { id: { gt: place.newerThan } }] }, orderBy: { id: 'asc' }, take });
  }

  async #count(where: Where): Promise<number> {
    return this.database.client.transaction.count({ where });
  }

  async #newerThan(where: Where, id: string | undefined, ofNone: number): Promise<number> {
    return id === undefined ? ofNone : this.#count({ AND: [where, { id: { gt: id } }] });
  }

  async #hasOlder(where: Where, id: string | undefined): Promise<boolean> {
    if (id === undefined) return false;
    const older = { AND: [where, { id: { lt: id } }] };
    return (await this.database.client.transaction.findFirst({ where: older, select: { id: true } })) !== null;
  }

  async #namesOf(rows: readonly AdminRow[]): Promise<ReadonlyMap<string, string>> {
    const ids = [...new Set(rows.map(({ walletId }) => walletId))];
    const wallets = await this.database.client.wallet.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
    return new Map(wallets.map(({ id, name }) => [id, name]));
  }
}

function whereOf({ since, until, search, ...exact }: AdminFilter): Where {
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
