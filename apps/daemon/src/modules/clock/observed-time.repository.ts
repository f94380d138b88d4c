import type { Database, Tx } from '../../infra/prisma/database.js';

const ROW = { id: 1 } as const;

/** How far time had come when it was last stored, in Unix milliseconds; undefined before the first time. */
export async function loadObservedTime({ client }: Database): Promise<number | undefined> {
  const row = await client.observedTime.findUnique({ where: ROW });
  return row === null ? undefined : Number(row.atMs);
}

/** Forwards, or back where the master says so: whoever calls knows which. */
export async function storeObservedTime(tx: Tx, ms: number): Promise<void> {
  const atMs = BigInt(ms);
  await tx.observedTime.upsert({ where: ROW, create: { ...ROW, atMs }, update: { atMs } });
}
