import { Injectable } from '@nestjs/common';
import type { HistoryRow, LedgerWindows } from '@waiaas/policy';
import { Database } from '../../infra/prisma/database.js';
import { HistoryReader } from '../policies/history-reader.service.js';
import { HistoryRepository } from './history.repository.js';

/** The ledger of a stored wallet for a what-if: the same reading as for a live verdict, outside any lock. */
@Injectable()
export class HistoryReaderService extends HistoryReader {
  constructor(
    private readonly database: Database,
    private readonly history: HistoryRepository,
  ) {
    super();
  }

  override async read(walletId: string, now: number, windows: LedgerWindows): Promise<readonly HistoryRow[]> {
    return this.history.read(this.database.client, walletId, { now, windows });
  }
}
