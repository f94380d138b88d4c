import { Injectable } from '@nestjs/common';
import type { NetworkName } from '@waiaas/core';
import type { ExecutableRow, Lane, Promised, UnsettledRow, UnsettledScope } from '@waiaas/pipeline';
import { Database } from '../../infra/prisma/database.js';
import type { Prisma } from '../../infra/prisma/generated/client.js';
import { PROMISE_COLUMNS, sumOfPromises } from './promises.js';
import { signable } from './reservations.repository.js';
import { toAttemptRow, toTransactionRow } from './rows.repository.js';

const LANDABLE = { state: { in: ['BROADCAST', 'MINED', 'FINAL'] } };
const UNSENT = { state: { in: ['RESERVED', 'SIGNED'] } };

/** Rows that need bytes: none made yet, or every attempt proven unable to land. */
const NEEDS_BYTES: Prisma.TransactionWhereInput = {
  origin: { in: ['send', 'withdraw'] },
  OR: [{ status: 'EXECUTING' }, { status: 'SUBMITTED', attempts: { none: LANDABLE } }],
};

/** What the workers look for, read from the last committed state. */
@Injectable()
export class ExecutionReading {
  constructor(private readonly database: Database) {}

  async executable(walletId: string, network: NetworkName, limit: number): Promise<readonly ExecutableRow[]> {
    const allowed = await signable(this.database.client, walletId);
    const asGoodAsSent = { attempts: { some: { state: 'SIGNED' } } };
    const rows = await this.database.client.transaction.findMany({
      where: {
        AND: [NEEDS_BYTES, { walletId, network }, allowed === undefined ? asGoodAsSent : { OR: [allowed, asGoodAsSent] }],
      },
      orderBy: { id: 'asc' },
      take: limit,
      include: { attempts: { where: UNSENT, orderBy: { number: 'desc' }, take: 1 } },
    });
    return rows.map((row) => ({
      row: toTransactionRow(row),
      attempt: row.attempts[0] === undefined ? undefined : toAttemptRow(row.attempts[0]),
    }));
  }

  async unsettled(network: NetworkName, limit: number, scope: UnsettledScope): Promise<readonly UnsettledRow[]> {
    const find = (where: { status: string; finalizedAt: null }, order: 'asc' | 'desc', take: number) =>
      this.database.client.transaction.findMany({
        where: { network, ...where },
        orderBy: { updatedAt: order },
        take,
        include: { attempts: { where: { state: { in: ['BROADCAST', 'MINED'] } }, orderBy: { number: 'asc' } } },
      });
    const isConfirmed = { status: 'CONFIRMED', finalizedAt: null };
    // What is not confirmed yet never waits behind what only waits for finality. Of the latter the oldest become final first,
    // and the newest are the ones a reorganisation takes.
    const found = await Promise.all([
      find({ status: 'SUBMITTED', finalizedAt: null }, 'asc', limit),
      ...(scope === 'all' ? [find(isConfirmed, 'asc', limit / 2), find(isConfirmed, 'desc', limit / 2)] : []),
    ]);
    const rows = [...new Map(found.flat().map((row) => [row.id, row])).values()];
    return rows.map((stored) => {
      const row = toTransactionRow(stored);
      return { row, attempts: stored.attempts.map(toAttemptRow), from: row.intent.from };
    });
  }

  async promised(walletId: string, network: NetworkName, except: readonly string[]): Promise<Promised> {
    const rows = await this.database.client.transaction.findMany({
      where: {
        walletId,
        network,
        id: { notIn: [...except] },
        OR: [
          { status: 'SUBMITTED', attempts: { none: { state: { in: ['MINED', 'FINAL'] } } } },
          { status: 'EXECUTING', attempts: { some: UNSENT } },
        ],
      },
      select: PROMISE_COLUMNS,
    });
    return sumOfPromises(rows);
  }

  /** Every wallet and network that has rows in need of bytes and may have them. */
  async lanes(): Promise<readonly Lane[]> {
    const rows = await this.database.client.transaction.findMany({ where: NEEDS_BYTES, distinct: ['walletId', 'network'] });
    return rows.map((row) => {
      const { walletId, network, intent } = toTransactionRow(row);
      return { walletId, network, from: intent.from };
    });
  }

  /** Networks that have something to confirm. */
  async openNetworks(): Promise<readonly NetworkName[]> {
    const rows = await this.database.client.transaction.findMany({
      where: { status: { in: ['SUBMITTED', 'CONFIRMED'] }, finalizedAt: null },
      distinct: ['network'],
      select: { network: true },
    });
    return rows.map((row) => row.network as NetworkName);
  }
}
