import { Injectable } from '@nestjs/common';
import { RuntimeSettings } from '../../config/runtime-settings.js';
import { asStorageError } from '../../infra/prisma/storage-error.js';
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
    const names = await oneByOne(distinct(rows, 'walletId'), (ids) => this.context.walletNames(ids));
    const transactions = await oneByOne(distinct(rows, 'txId'), (ids) => this.context.transactions(ids));
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

/** What one of them says that cannot be read is left out: less is told, of that one alone. */
async function oneByOne<T>(
  ids: readonly string[],
  read: (ids: readonly string[]) => Promise<ReadonlyMap<string, T>>,
): Promise<ReadonlyMap<string, T>> {
  try {
    return await read(ids);
  } catch (error) {
    if (asStorageError(error) !== undefined) throw error;
    if (ids.length <= 1) return new Map();
    const found = new Map<string, T>();
    for (const id of ids) for (const [key, value] of await oneByOne([id], read)) found.set(key, value);
    return found;
  }
}

function distinct(rows: readonly HashedAuditRow[], member: 'walletId' | 'txId'): readonly string[] {
  return [...new Set(rows.flatMap((row) => row[member] ?? []))];
}
