import { Injectable } from '@nestjs/common';
import type { Attempt, Prisma, Transaction } from '../../infra/prisma/generated/client.js';
import { Database } from '../../infra/prisma/database.js';

export type StoredTransaction = Transaction;
export type StoredAttempt = Attempt;
export type TransactionWithAttempts = Transaction & { readonly attempts: readonly Attempt[] };

/** The columns a list shows. The bytes, facts and decision of a row are for its own page, and cost more to read than all of these. */
const LISTED = {
  id: true,
  walletId: true,
  sessionId: true,
  type: true,
  status: true,
  tier: true,
  chain: true,
  network: true,
  toAddress: true,
  txHash: true,
  error: true,
  errorCode: true,
  createdAt: true,
  updatedAt: true,
  amount: true,
  amountDecimals: true,
  amountSymbol: true,
  waitReason: true,
  executeAt: true,
  expiresAt: true,
  approvedBy: true,
  approvedAt: true,
  finalizedAt: true,
  requestHash: true,
  policySetVersion: true,
} as const satisfies Prisma.TransactionSelect;

export type ListedTransaction = Pick<Transaction, keyof typeof LISTED>;

export interface TransactionFilter {
  readonly walletIds: readonly string[];
  readonly status?: string;
  readonly type?: string;
  readonly network?: string;
}

/** Reads for the API. */
@Injectable()
export class TransactionsRepository {
  constructor(private readonly database: Database) {}

  async find(id: string): Promise<Transaction | undefined> {
    return (await this.database.client.transaction.findUnique({ where: { id } })) ?? undefined;
  }

  async findWithAttempts(id: string): Promise<TransactionWithAttempts | undefined> {
    const row = await this.database.client.transaction.findUnique({
      where: { id },
      include: { attempts: { orderBy: { number: 'asc' } } },
    });
    return row ?? undefined;
  }

  /** Newest first, from the cursor (an id) on. One row more than asked for tells whether there is more. */
  async page(filter: TransactionFilter, limit: number, cursor: string | undefined): Promise<readonly ListedTransaction[]> {
    return this.database.client.transaction.findMany({
      select: LISTED,
      where: { ...whereOf(filter), ...(cursor === undefined ? {} : { id: { lt: cursor } }) },
      orderBy: { id: 'desc' },
      take: limit + 1,
    });
  }

  async open(walletIds: readonly string[], statuses: readonly string[], limit: number): Promise<readonly ListedTransaction[]> {
    return this.database.client.transaction.findMany({
      select: LISTED,
      where: { ...inWallets(walletIds), status: { in: [...statuses] } },
      orderBy: { id: 'desc' },
      take: limit,
    });
  }

  async sharesKeys(sessionId: string): Promise<boolean> {
    const session = await this.database.client.session.findUnique({
      where: { id: sessionId },
      select: { idempotencyScope: true },
    });
    return session?.idempotencyScope === 'wallet';
  }
}

function whereOf(filter: TransactionFilter): Prisma.TransactionWhereInput {
  return {
    ...inWallets(filter.walletIds),
    ...(filter.status === undefined ? {} : { status: filter.status }),
    ...(filter.type === undefined ? {} : { type: filter.type }),
    ...(filter.network === undefined ? {} : { network: filter.network }),
  };
}

/** One wallet is asked by equality, so that the index gives the order as well. */
function inWallets(walletIds: readonly string[]): Prisma.TransactionWhereInput {
  const [only, ...others] = walletIds;
  return only !== undefined && others.length === 0 ? { walletId: only } : { walletId: { in: [...walletIds] } };
}
