import { isLive } from '@waiaas/core';
import type { AttemptUpdate } from '@waiaas/pipeline';
import type { Tx } from '../../infra/prisma/database.js';
import { listed, rowsFrom } from '../../infra/prisma/rows-from.js';
import { updateRows } from '../../infra/prisma/update-rows.js';

type Columns = Record<string, string | number | bigint | null>;
type From = { readonly state?: readonly string[] };

/** Writes what became of attempts; those that get the same values by one statement. */
export async function updateAttempts(tx: Tx, updates: readonly AttemptUpdate[], at: number): Promise<void> {
  const groups = new Map<string, { readonly columns: Columns; readonly from: From; readonly ids: string[] }>();
  for (const update of updates) {
    const [columns, from] = [columnsOf(update, at), fromOf(update)];
    const key = JSON.stringify([columns, from], (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));
    const group = groups.get(key) ?? { columns, from, ids: [] };
    group.ids.push(update.attempt.id);
    groups.set(key, group);
  }
  for (const { columns, from, ids } of groups.values()) await updateRows(tx, 'attempts', columns, { id: ids, ...from });
}

/** A node may answer a broadcast long after a look at the chain has found the bytes there, or dead: what was found stands. */
function fromOf({ attempt, state, outcome }: AttemptUpdate): From {
  const isAnswer = state === 'BROADCAST' && outcome !== undefined;
  return isAnswer ? { state: [...new Set(['SIGNED', 'BROADCAST', attempt.state])] } : {};
}

/** Of a row whose final block is known nothing else can land, what was made while the chain was being asked included. */
export async function retireReplaced(tx: Tx, updates: readonly AttemptUpdate[], at: number): Promise<void> {
  const final = updates.filter(({ state }) => state === 'FINAL').map(({ attempt }) => attempt);
  if (final.length === 0) return;
  const others = await rowsFrom<{ readonly id: string }>(tx)`
    SELECT id FROM attempts
    WHERE transaction_id IN ${listed(final.map(({ transactionId }) => transactionId))}
      AND id NOT IN ${listed(final.map(({ id }) => id))} AND state IN ('BROADCAST', 'MINED')`;
  if (others.length === 0) return;
  await updateRows(
    tx,
    'attempts',
    { state: 'REPLACED', raw_transaction: null, updated_at: at },
    { id: others.map(({ id }) => id) },
  );
}

function columnsOf(update: AttemptUpdate, at: number): Columns {
  const { fate } = update;
  return {
    state: update.state,
    updated_at: BigInt(at),
    // What can no longer land is nobody's to keep.
    ...(isLive(update.state) ? {} : { raw_transaction: null }),
    ...(update.outcome === undefined ? {} : { outcome: update.outcome }),
    ...(update.lastBroadcastAt === undefined ? {} : { last_broadcast_at: BigInt(update.lastBroadcastAt) }),
    ...(update.errorCode === undefined ? {} : { error_code: update.errorCode }),
    ...(fate?.state === 'mined' ? { block_number: BigInt(fate.blockNumber), confirmations: fate.confirmations } : {}),
  };
}
