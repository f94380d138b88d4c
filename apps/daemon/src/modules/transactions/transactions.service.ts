import { Injectable } from '@nestjs/common';
import { DomainError, resolveNetwork } from '@waiaas/core';
import type { TransactionDetailResponse, TransactionPageResponse, TransactionResponse } from '@waiaas/api-types';
import type { Actor, SessionActor } from '../../common/auth/actor.js';
import { walletsOfSession } from '../../common/auth/wallet-scope.js';
import type { PendingQuery, TransactionsQuery } from './dto/transactions.query.js';
import { toDetailResponse, toTransactionResponse } from './transactions.mapper.js';
import { TransactionsRepository, type TransactionWithAttempts } from './transactions.repository.js';

const DEFAULT_LIMIT = 20;
const PENDING_LIMIT = 200;
const WAITING = ['PENDING', 'QUEUED'];
const IN_FLIGHT = ['EXECUTING', 'SUBMITTED'];

@Injectable()
export class TransactionsService {
  constructor(private readonly transactions: TransactionsRepository) {}

  async list(actor: SessionActor, query: TransactionsQuery): Promise<TransactionPageResponse> {
    const limit = query.limit ?? DEFAULT_LIMIT;
    const network = query.network === undefined ? undefined : resolveNetwork(query.network)?.name;
    const rows = await this.transactions.page(
      {
        walletIds: walletsOfSession(actor, query.walletId),
        ...(query.status === undefined ? {} : { status: query.status }),
        ...(query.type === undefined ? {} : { type: query.type }),
        ...(network === undefined ? {} : { network }),
      },
      limit,
      query.cursor,
    );
    const items = rows.slice(0, limit).map(toTransactionResponse);
    const hasMore = rows.length > limit;
    return { items, cursor: hasMore ? (items.at(-1)?.id ?? null) : null, hasMore };
  }

  async pending(actor: SessionActor, query: PendingQuery): Promise<{ readonly items: readonly TransactionResponse[] }> {
    const statuses = query.include === 'inflight' ? [...WAITING, ...IN_FLIGHT] : WAITING;
    const rows = await this.transactions.open(walletsOfSession(actor, query.walletId), statuses, PENDING_LIMIT);
    return { items: rows.map(toTransactionResponse) };
  }

  async get(actor: Actor, id: string): Promise<TransactionDetailResponse> {
    return toDetailResponse(await this.visible(actor, id));
  }

  /** The row, if this actor may read it. To a session another wallet's row does not exist. */
  async visible(actor: Actor, id: string): Promise<TransactionWithAttempts> {
    const row = await this.transactions.findWithAttempts(id);
    const isHidden = row === undefined || (actor.kind === 'session' && !actor.walletIds.includes(row.walletId));
    if (isHidden) throw new DomainError('TX_NOT_FOUND');
    return row;
  }
}
