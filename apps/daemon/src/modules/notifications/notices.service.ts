import { Injectable } from '@nestjs/common';
import { RuntimeSettings } from '../../config/runtime-settings.js';
import type { HashedAuditRow } from '../audit/audit.service.js';
import { PublicOrigin } from '../owners/public-origin.port.js';
import type { ChannelMessage } from './channels/channel.port.js';
import { toMessage } from './notice.js';
import { NoticeContextRepository } from './notice-context.repository.js';
import { noticeOf } from './notice-facts.js';

export interface RowMessage {
  readonly row: HashedAuditRow;
  readonly message: ChannelMessage;
}

/** Rows of the chain as people read them, in the language in force. */
@Injectable()
export class Notices {
  constructor(
    private readonly context: NoticeContextRepository,
    private readonly settings: RuntimeSettings,
    private readonly origin: PublicOrigin,
  ) {}

  async of(rows: readonly HashedAuditRow[]): Promise<readonly RowMessage[]> {
    const names = await this.context.walletNames(distinct(rows, 'walletId'));
    const transactions = await this.context.transactions(distinct(rows, 'txId'));
    const isCriticalOnly = this.settings.get('notifications.level') === 'critical';
    return rows.flatMap((row) => {
      const notice = noticeOf(row, {
        walletName: row.walletId === null ? undefined : (names.get(row.walletId) ?? row.walletId),
        transaction: row.txId === null ? undefined : transactions.get(row.txId),
        origin: this.origin.current(),
      });
      if (notice === undefined || (isCriticalOnly && !notice.isUrgent)) return [];
      return [{ row, message: toMessage(notice, this.settings.get('notifications.language')) }];
    });
  }

  test(): ChannelMessage {
    const notice = { key: 'test', isUrgent: true, facts: [], link: null } as const;
    return toMessage(notice, this.settings.get('notifications.language'));
  }
}

function distinct(rows: readonly HashedAuditRow[], member: 'walletId' | 'txId'): readonly string[] {
  return [...new Set(rows.flatMap((row) => row[member] ?? []))];
}
