import type { LedgerEntry } from '../../infra/prisma/generated/client.js';
import type { Tx } from '../../infra/prisma/database.js';
import { updateRows } from '../../infra/prisma/update-rows.js';

/** Lines that become the same are written by one statement. */
export class LineChanges {
  readonly #groups = new Map<string, { readonly becomes: LedgerEntry; readonly ids: string[] }>();

  add(becomes: LedgerEntry): void {
    const key = JSON.stringify([becomes.line, becomes.state, becomes.status, becomes.at.toString()]);
    const group = this.#groups.get(key) ?? { becomes, ids: [] };
    group.ids.push(becomes.transactionId);
    this.#groups.set(key, group);
  }

  async write(tx: Tx): Promise<void> {
    for (const { becomes, ids } of this.#groups.values()) {
      const { line, state, status, at } = becomes;
      await updateRows(tx, 'ledger_entries', { state, status, at }, { transaction_id: ids, line });
    }
  }
}
