import { Injectable } from '@nestjs/common';
import { Database } from '../../infra/prisma/database.js';
import { Prisma, type Attempt, type Session, type Transaction } from '../../infra/prisma/generated/client.js';
import { listed, modelsFrom } from '../../infra/prisma/rows-from.js';
import { withBytes } from '../../infra/prisma/sealed-bytes.js';

export type StoredTransaction = Transaction;
export type StoredAttempt = Attempt;
export type TransactionWithAttempts = Transaction & { readonly attempts: readonly Attempt[] };

/** What a list shows, and the request for its memo. The bytes, facts and decision of a row are for its own page, and cost more to read than all of these. */
const LISTED = [
  'id',
  'walletId',
  'sessionId',
  'type',
  'status',
  'tier',
  'chain',
  'network',
  'toAddress',
  'txHash',
  'error',
  'errorCode',
  'createdAt',
  'updatedAt',
  'amount',
  'amountDecimals',
  'amountSymbol',
  'waitReason',
  'executeAt',
  'expiresAt',
  'approvedBy',
  'approvedAt',
  'finalizedAt',
  'request',
  'requestHash',
  'policySetVersion',
] as const satisfies readonly (keyof Transaction)[];

const LISTED_COLUMNS = Prisma.raw(LISTED.map(columnOf).join(', '));

export type ListedTransaction = Pick<Transaction, (typeof LISTED)[number]>;

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
    const [row] = await modelsFrom<Transaction>(this.database.client)`SELECT * FROM transactions WHERE id = ${id}`;
    return row;
  }

  async findWithAttempts(id: string): Promise<TransactionWithAttempts | undefined> {
    const row = await this.find(id);
    if (row === undefined) return undefined;
    const attempts = await modelsFrom<Attempt>(this.database.client)`
      SELECT * FROM attempts WHERE transaction_id = ${id} ORDER BY number`;
    return { ...row, attempts: withBytes(this.database.client, attempts) };
  }

  /** Newest first, from the cursor (an id) on. One row more than asked for tells whether there is more. */
  async page(filter: TransactionFilter, limit: number, cursor: string | undefined): Promise<readonly ListedTransaction[]> {
    const { status, type, network } = filter;
    const conditions = [
      inWallets(filter.walletIds),
      ...(status === undefined ? [] : [Prisma.sql`status = ${status}`]),
      ...(type === undefined ? [] : [Prisma.sql`type = ${type}`]),
      ...(network === undefined ? [] : [Prisma.sql`network = ${network}`]),
      ...(cursor === undefined ? [] : [Prisma.sql`id < ${cursor}`]),
    ];
    return this.#listed(conditions, limit + 1);
  }

  async open(walletIds: readonly string[], statuses: readonly string[], limit: number): Promise<readonly ListedTransaction[]> {
    return this.#listed([inWallets(walletIds), Prisma.sql`status IN ${listed(statuses)}`], limit);
  }

  async #listed(conditions: readonly Prisma.Sql[], limit: number): Promise<readonly ListedTransaction[]> {
    return modelsFrom<ListedTransaction>(this.database.client)`
      SELECT ${LISTED_COLUMNS} FROM transactions WHERE ${Prisma.join([...conditions], ' AND ')} ORDER BY id DESC LIMIT ${limit}`;
  }

  async sharesKeys(sessionId: string): Promise<boolean> {
    const [session] = await modelsFrom<Pick<Session, 'idempotencyScope'>>(this.database.client)`
      SELECT idempotency_scope FROM sessions WHERE id = ${sessionId}`;
    return session?.idempotencyScope === 'wallet';
  }
}

/** One wallet is asked by equality, so that the index gives the order as well. */
function inWallets(walletIds: readonly string[]): Prisma.Sql {
  const [only, ...others] = walletIds;
  return only !== undefined && others.length === 0
    ? Prisma.sql`wallet_id = ${only}`
    : Prisma.sql`wallet_id IN ${listed(walletIds)}`;
}

function columnOf(member: string): string {
  return member.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
