import { Injectable } from '@nestjs/common';
import type { NetworkName } from '@waiaas/core';
import type { AttemptRow, ExecutableRow, Lane, Promised, UnsettledRow, UnsettledScope } from '@waiaas/pipeline';
import { Database } from '../../infra/prisma/database.js';
import { Prisma, type Attempt, type Transaction } from '../../infra/prisma/generated/client.js';
import { listed, modelsFrom, unheld, type Reader } from '../../infra/prisma/rows-from.js';
import { withBytes } from '../../infra/prisma/sealed-bytes.js';
import { sumOfPromises } from './promises.js';
import { signable } from './reservations.repository.js';
import { toAttemptRow, toTransactionRow } from './rows.repository.js';

const LANDABLE = { state: { in: ['BROADCAST', 'MINED', 'FINAL'] } };
/** Rows that a lane runs: what was asked for, what goes to the owner, and what fills a nonce nobody holds. */
const RUN_ORIGINS = ['send', 'withdraw', 'fill'];
const UNSENT = ['RESERVED', 'SIGNED'];
const ID = Prisma.sql`id`;
const ASCENDING = Prisma.raw('ASC');
const DESCENDING = Prisma.raw('DESC');

/** Rows that need bytes: none made yet, or every attempt proven unable to land. */
const NEEDS_BYTES: Prisma.TransactionWhereInput = {
  origin: { in: RUN_ORIGINS },
  OR: [{ status: 'EXECUTING' }, { status: 'SUBMITTED', attempts: { none: LANDABLE } }],
};

type Unfinished = 'SUBMITTED' | 'CONFIRMED';

/**
 * What the workers look for, read from the last committed state. A row that is not what the daemon wrote is left out before a column of it
 * is read: it waits, and nothing waits with it.
 */
@Injectable()
export class ExecutionReading {
  /** How many rows of a network and a status the last look passed over or took: the next one goes on behind them. */
  readonly #passed = new Map<string, number>();

  constructor(private readonly database: Database) {}

  async executable(walletId: string, network: NetworkName, limit: number): Promise<readonly ExecutableRow[]> {
    const { client } = this.database;
    const allowed = (await signable(client, walletId)) ?? Prisma.sql`FALSE`;
    const rows = await modelsFrom<Transaction>(client)`
      SELECT * FROM transactions
      WHERE wallet_id = ${walletId} AND status IN ('EXECUTING', 'SUBMITTED') AND network = ${network}
        AND origin IN ${listed(RUN_ORIGINS)} AND ${unheld(client, ID)}
        AND (status = 'EXECUTING' OR NOT ${hasAttemptIn('BROADCAST', 'MINED', 'FINAL')})
        AND (${allowed} OR ${hasAttemptIn('SIGNED')})
      ORDER BY +id LIMIT ${limit}`;
    const unsent = await attemptsOf(client, rows, UNSENT);
    return rows.map((row) => ({ row: toTransactionRow(row), attempt: unsent.get(row.id)?.at(-1) }));
  }

  async unsettled(network: NetworkName, limit: number, scope: UnsettledScope): Promise<readonly UnsettledRow[]> {
    const { client } = this.database;
    const half = Math.ceil(limit / 2);
    // What is not confirmed yet never waits behind what only waits for finality. Of the latter the newest are the ones a
    // reorganisation takes.
    const found = [
      ...(await this.#next(network, 'SUBMITTED', limit)),
      ...(scope === 'all'
        ? [
            ...(await this.#next(network, 'CONFIRMED', half)),
            ...(await this.#unfinished(network, 'CONFIRMED', { order: DESCENDING, take: half })),
          ]
        : []),
    ];
    const rows = [...new Map(found.map((row) => [row.id, row])).values()];
    const sent = await attemptsOf(client, rows, ['BROADCAST', 'MINED']);
    return rows.map((stored) => {
      const row = toTransactionRow(stored);
      return { row, attempts: sent.get(row.id) ?? [], from: row.intent.from };
    });
  }

  /** One page, oldest first, and the next one at the next look: rows that get no further hold up none behind them. */
  async #next(network: NetworkName, status: Unfinished, limit: number): Promise<readonly Transaction[]> {
    const key = `${network} ${status}`;
    const passed = this.#passed.get(key) ?? 0;
    const page = await this.#unfinished(network, status, { order: ASCENDING, take: limit, passed });
    const isLast = page.length < limit;
    this.#passed.set(key, isLast ? 0 : passed + limit);
    // Meanwhile so many may have landed that there is nothing so far behind.
    return isLast && page.length === 0 && passed > 0 ? this.#next(network, status, limit) : page;
  }

  async #unfinished(
    network: NetworkName,
    status: Unfinished,
    { order, take, passed = 0 }: { readonly order: Prisma.Sql; readonly take: number; readonly passed?: number },
  ): Promise<readonly Transaction[]> {
    const { client } = this.database;
    return modelsFrom<Transaction>(client)`
      SELECT * FROM transactions
      WHERE status = ${status} AND finalized_at IS NULL AND network = ${network} AND ${unheld(client, ID)}
      ORDER BY updated_at ${order} LIMIT ${take} OFFSET ${passed}`;
  }

  async promised(walletId: string, network: NetworkName, except: readonly string[]): Promise<Promised> {
    const { client } = this.database;
    const rows = await modelsFrom<Pick<Transaction, 'maxFee' | 'request'>>(client)`
      SELECT max_fee, request FROM transactions
      WHERE wallet_id = ${walletId} AND status IN ('EXECUTING', 'SUBMITTED') AND network = ${network}
        AND (status = 'EXECUTING' OR NOT ${hasAttemptIn('MINED', 'FINAL')})
        AND (status = 'SUBMITTED' OR ${hasAttemptIn('RESERVED', 'SIGNED')})
        AND ${unheld(client, ID)} ${except.length === 0 ? Prisma.empty : Prisma.sql`AND id NOT IN ${listed(except)}`}`;
    return sumOfPromises(rows);
  }

  /** Every wallet and network that has rows in need of bytes and may have them. */
  async lanes(): Promise<readonly Lane[]> {
    const { client, guard } = this.database;
    const where = { ...NEEDS_BYTES, id: { notIn: [...guard.held(client)] } };
    const rows = await client.transaction.findMany({ where, distinct: ['walletId', 'network'] });
    return rows.map((row) => {
      const { walletId, network, intent } = toTransactionRow(row);
      return { walletId, network, from: intent.from };
    });
  }

  /** Networks that have something to confirm. */
  async openNetworks(): Promise<readonly NetworkName[]> {
    const { client, guard } = this.database;
    const rows = await client.transaction.findMany({
      where: { status: { in: ['SUBMITTED', 'CONFIRMED'] }, finalizedAt: null, id: { notIn: [...guard.held(client)] } },
      distinct: ['network'],
      select: { network: true },
    });
    return rows.map((row) => row.network as NetworkName);
  }
}

/** On a row of `transactions`. */
function hasAttemptIn(...states: readonly string[]): Prisma.Sql {
  return Prisma.sql`EXISTS (
    SELECT 1 FROM attempts WHERE attempts.transaction_id = transactions.id AND attempts.state IN ${listed(states)})`;
}

/** Attempts of rows by their row, the first one first. */
async function attemptsOf(
  reader: Reader,
  rows: readonly Transaction[],
  states: readonly string[],
): Promise<ReadonlyMap<string, readonly AttemptRow[]>> {
  const byRow = new Map<string, AttemptRow[]>();
  if (rows.length === 0) return byRow;
  const attempts = await modelsFrom<Attempt>(reader)`
    SELECT * FROM attempts WHERE transaction_id IN ${listed(rows.map(({ id }) => id))} AND state IN ${listed(states)}
    ORDER BY number`;
  for (const attempt of withBytes(reader, attempts).map(toAttemptRow))
    byRow.set(attempt.transactionId, [...(byRow.get(attempt.transactionId) ?? []), attempt]);
  return byRow;
}
