import type { AttemptUpdate } from '@waiaas/pipeline';
import type { Tx } from '../../infra/prisma/database.js';
import { updateRows } from '../../infra/prisma/update-rows.js';

type Columns = Record<string, string | number | bigint | null>;

/** Writes what became of attempts; those that get the same values by one statement. */
export async function updateAttempts(tx: Tx, updates: readonly AttemptUpdate[], at: number): Promise<void> {
  const groups = new Map<string, { readonly columns: Columns; readonly ids: string[] }>();
  for (const update of updates) {
    const columns = columnsOf(update, at);
    const key = JSON.stringify(columns, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
    const group = groups.get(key) ?? { columns, ids: [] };
    group.ids.push(update.attempt.id);
    groups.set(key, group);
  }
  for (const { columns, ids } of groups.values()) await updateRows(tx, 'attempts', columns, { id: ids });
}

function columnsOf(update: AttemptUpdate, at: number): Columns {
  const { fate } = update;
  return {
    state: update.state,
    updated_at: BigInt(at),
    ...(update.outcome === undefined ? {} : { outcome: update.outcome }),
    ...(update.lastBroadcastAt === undefined ? {} : { last_broadcast_at: BigInt(update.lastBroadcastAt) }),
    ...(update.errorCode === undefined ? {} : { error_code: update.errorCode }),
    ...(fate?.state === 'mined' ? { block_number: BigInt(fate.blockNumber), confirmations: fate.confirmations } : {}),
  };
}
