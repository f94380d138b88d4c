import { Injectable } from '@nestjs/common';
import { Database } from '../../infra/prisma/database.js';
import type { Prisma, Transaction } from '../../infra/prisma/generated/client.js';

export const INBOX_STATES = ['pending', 'delayed', 'decided'] as const;
export type InboxState = (typeof INBOX_STATES)[number];
export type InboxRow = Transaction;

export interface InboxPage {
  readonly state: InboxState;
  readonly cursor: string | undefined;
  readonly limit: number;
}

/** The newest payments are looked through for recipients; older ones are asked for by address. */
const RECENT = 5000;
const PAID = ['SUBMITTED', 'CONFIRMED'];

const WHERE: Readonly<Record<InboxState, Prisma.TransactionWhereInput>> = {
  pending: { status: 'QUEUED', waitReason: 'APPROVAL' },
  delayed: { status: 'QUEUED', waitReason: { in: ['DELAY', 'GAS'] } },
  decided: { status: { notIn: ['PENDING', 'QUEUED'] }, tier: { in: ['APPROVAL', 'DELAY'] } },
};

@Injectable()
export class OwnerInboxRepository {
  constructor(private readonly database: Database) {}

  /** Newest first. One row more than asked for tells whether there is more. */
  async page(walletIds: readonly string[], { state, cursor, limit }: InboxPage): Promise<readonly InboxRow[]> {
    return this.database.client.transaction.findMany({
      where: { walletId: { in: [...walletIds] }, ...WHERE[state], ...(cursor === undefined ? {} : { id: { lt: cursor } }) },
      orderBy: { id: 'desc' },
      take: limit + 1,
    });
  }

  /** Whether the wallet paid this address before the row `beforeId`. */
  async hasPaid(walletId: string, address: string, beforeId: string): Promise<boolean> {
    const where = { walletId, status: { in: PAID }, toAddress: address, id: { lt: beforeId } };
    return (await this.database.client.transaction.findFirst({ where, select: { id: true } })) !== null;
  }

  /** Whom the wallet paid of late, each once. */
  async recipients(walletId: string, beforeId: string): Promise<ReadonlySet<string>> {
    const rows = await this.database.client.transaction.findMany({
      where: { walletId, status: { in: PAID }, id: { lt: beforeId } },
      orderBy: { id: 'desc' },
      take: RECENT,
      select: { toAddress: true },
    });
    return new Set(rows.flatMap(({ toAddress }) => toAddress ?? []));
  }
}
