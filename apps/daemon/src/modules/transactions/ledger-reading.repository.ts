import { Injectable } from '@nestjs/common';
import { networkOf, type NetworkName } from '@waiaas/core';
import type { Promised, TransactionRow, Waiting } from '@waiaas/pipeline';
import type { HistoryRow } from '@waiaas/policy';
import { Clock } from '../../common/time/clock.js';
import { Database, type Tx } from '../../infra/prisma/database.js';
import { readPromises, readUnvaluedAssets, readWaiting } from '../../infra/prisma/decision-reads.js';
import { ApprovedTokensRepository } from './approved-tokens.repository.js';
import { HistoryRepository, type HistoryQuestion } from './history.repository.js';
import { sumOfPromises } from './promises.js';
import { toTransactionRow } from './rows.repository.js';

@Injectable()
export class LedgerReading {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly histories: HistoryRepository,
    private readonly approved: ApprovedTokensRepository,
  ) {}

  now(): number {
    return this.clock.nowSeconds();
  }

  isClockInDoubt(): boolean {
    return this.clock.isInDoubt();
  }

  async history(tx: Tx, walletId: string, question: HistoryQuestion): Promise<readonly HistoryRow[]> {
    return this.histories.read(tx, walletId, question);
  }

  async waiting(tx: Tx, sessionId: string | null, walletId: string): Promise<Waiting> {
    const counts = await readWaiting(tx, sessionId ?? '', walletId);
    return { session: Number(counts?.session ?? 0), wallet: Number(counts?.wallet ?? 0) };
  }

  /** Amounts and fee caps of requests that run and that no block is known to hold. */
  async promised(tx: Tx, walletId: string, network: NetworkName, except?: string): Promise<Promised> {
    const rows = await readPromises(tx, walletId, network, except ?? '');
    return sumOfPromises(rows.map(({ max_fee: maxFee, request }) => ({ maxFee, request })));
  }

  async approvedTokens(walletId: string, network: NetworkName, tokens: readonly string[]): Promise<readonly string[]> {
    return this.approved.among(walletId, network, tokens);
  }

  async row(tx: Tx, id: string): Promise<TransactionRow | undefined> {
    const row = await tx.transaction.findUnique({ where: { id } });
    return row === null ? undefined : toTransactionRow(row);
  }

  async unvaluedAssets(walletId: string): Promise<readonly { readonly network: NetworkName; readonly asset: string }[]> {
    const since = this.now() - 2_592_000 - 3600;
    const rows = await readUnvaluedAssets(this.database.client, walletId, since);
    return rows.map(({ network, asset }) => ({ network: networkOf(network).name, asset }));
  }
}
