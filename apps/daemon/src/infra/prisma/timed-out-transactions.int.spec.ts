import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MIGRATIONS_DIR } from '../../../test/temporary-database.js';
import type { Tx } from './database.js';
import { insertRows } from './insert-rows.js';
import { openDatabase, type PrismaDatabase } from './prisma-database.js';
import { rowsFrom } from './rows-from.js';

const TIMEOUT_MS = 50;

let folder: string;
let database: PrismaDatabase;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'waiaas-timeout-'));
  database = await openDatabase({ file: path.join(folder, 'waiaas.db'), migrationsDir: MIGRATIONS_DIR }, TIMEOUT_MS);
});
afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

const write = (tx: Tx, key: string) => insertRows(tx, 'settings', [{ key, value: 'v', updated_at: 1n }]);
const keys = async (): Promise<readonly string[]> =>
  (await rowsFrom<{ readonly key: string }>(database.client)`SELECT key FROM settings ORDER BY key`).map(({ key }) => key);

/** Writes, is gone for longer than a transaction has (as over a laptop's sleep), and goes on as if nothing had been. */
async function sleeper(tx: Tx): Promise<void> {
  await write(tx, 'before');
  await setTimeout(TIMEOUT_MS * 4);
  await write(tx, 'after');
}

describe('a transaction whose time is over', () => {
  it.each(['transaction', 'sharedTransaction'] as const)('leaves nothing of its work behind: %s', async (kind) => {
    await expect(database[kind](sleeper)).rejects.toThrow();
    expect(await keys()).toEqual([]);
  });

  it.each(['transaction', 'sharedTransaction'] as const)('writes nothing into those that come after it: %s', async (kind) => {
    let isOver = false;
    const late = database[kind](sleeper).finally(() => (isOver = true));
    const refused = expect(late).rejects.toThrow();
    while (!isOver) await database.transaction(() => setTimeout(5));
    await refused;
    expect(await keys()).toEqual([]);
  });

  it('takes those that shared it down with it, and no later ones', async () => {
    const outcomes = await Promise.allSettled([
      database.sharedTransaction((tx) => write(tx, 'first')),
      database.sharedTransaction(sleeper),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await database.sharedTransaction((tx) => write(tx, 'later'));
    expect(await keys()).toEqual(['later']);
  });
});
