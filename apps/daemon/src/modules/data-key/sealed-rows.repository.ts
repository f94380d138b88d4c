import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../infra/prisma/database.js';
import { earlierTexts, hasEarlierText, type SealedColumn, type SealedText } from '../../infra/prisma/sealed-texts.js';
import { updateRows } from '../../infra/prisma/update-rows.js';

/**
 * Every column that may hold text sealed under the data key; the names are those of its `SealContext`. What is left out could not be
 * opened once an earlier data key is gone: a test reads whole databases and finds sealed text in no other column.
 */
export const SEALED_PLACES: readonly SealedColumn[] = [
  { table: 'sealed_keys', idColumn: 'wallet_id', column: 'blob' },
  { table: 'sealed_secrets', idColumn: 'id', column: 'sealed' },
  { table: 'settings', idColumn: 'key', column: 'value' },
  { table: 'webhooks', idColumn: 'id', column: 'secret' },
];

/** Sealed text of earlier generations, wherever it lies. */
@Injectable()
export class SealedRowsRepository {
  constructor(private readonly database: Database) {}

  /** The next rows of a place in the order of their ids. */
  earlier(place: SealedColumn, generation: number, page: { after: string; limit: number }): Promise<readonly SealedText[]> {
    return earlierTexts(this.database.client, place, generation, page);
  }

  /** Whether any row at all still needs an earlier generation. */
  async isEarlierNeeded(tx: Tx, generation: number): Promise<boolean> {
    for (const place of SEALED_PLACES) if (await hasEarlierText(tx, place, generation)) return true;
    return false;
  }

  /** Writes a text over exactly the one it was made from: what was changed meanwhile stays. */
  async replace(tx: Tx, { table, idColumn, column }: SealedColumn, row: SealedText, sealed: string): Promise<void> {
    await updateRows(tx, table, { [column]: sealed }, { [idColumn]: row.id, [column]: row.sealed });
  }
}
