import { randomBytes } from 'node:crypto';
import { DomainError, type SealContext, type SignerPort } from '@waiaas/core';
import Sqlite from 'better-sqlite3';
import { beginAuditHead } from './audit-head.js';
import { coveredSets } from './covered-sql.js';
import type { Database, Tx } from './database.js';
import { sealOldBytes, wipeOldBytes } from './sealed-bytes.js';
import { settleRows } from './settle-rows.js';
import { statementsOf } from './statements.js';
import { settleLedgers } from './unsound-ledgers.js';

const NAME = 'row-key';
export const ROW_KEY_GENERATION = 1;
const ROOT_BYTES = 32;
const ROW_KEY_ID = `${NAME}-${ROW_KEY_GENERATION}`;
/**
 * Sealed together with the key: this database has a head of the audit chain. What a database lacks that says so was taken away, and
 * one that does not is from before there was such a head. A mark anywhere else could be taken away together with the head.
 */
const HEAD_MARK = Buffer.from('audit-head');

type Sealer = Pick<SignerPort, 'seal' | 'open'>;

/**
 * Opens the key that rows are vouched for and sealed with; the signer holds what opens it. Where there is none it is made, and whatever
 * stands in the database then is vouched for by nobody: a key that somebody takes away stops payments, and lets nothing in.
 *
 * Throws `KEYSTORE_LOCKED` while the signer is locked. Does nothing where the key is open.
 */
export async function openRowKey(database: Database, signer: Sealer): Promise<void> {
  if (database.guard.seals.isOpen) return;
  const stored = await storedKey(database, signer);
  const root = stored?.root ?? randomBytes(ROOT_BYTES);
  try {
    const isMarked = stored?.isMarked === true;
    const sealed = isMarked ? undefined : await signer.seal(rowKeyContext(), markedText(root));
    await takeRowKey(database, root, async (tx) => {
      if (sealed === undefined) return;
      await storeKey(tx, sealed);
      beginAuditHead(statementsOf(tx));
      if (stored !== undefined) return;
      beginSets(tx);
      sealOldBytes(statementsOf(tx), database.guard.seals);
    });
  } finally {
    root.fill(0);
  }
  await wipeOldBytes(database);
}

/** Takes a key into use, and gives what was written before its MAC. What `alongside` writes is there together with it. */
export async function takeRowKey(
  database: Database,
  root: Uint8Array,
  alongside: (tx: Tx) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const { seals } = database.guard;
  try {
    await database.transaction(async (tx) => {
      const rows = seals.open(root, ROW_KEY_GENERATION);
      settleRows(statementsOf(tx), rows);
      settleLedgers(statementsOf(tx), seals.ledger.notes);
      await alongside(tx);
      database.afterCommit(tx, () => {
        seals.settled(rows);
        seals.ledger.notes.clear();
      });
    });
  } catch (error) {
    seals.close();
    throw error;
  }
}

/** The key of a database that no daemon runs on; undefined where it has none, or one that does not open. */
export async function rowKeyOfFile(file: string, signer: Pick<Sealer, 'open'>): Promise<Buffer | undefined> {
  const db = new Sqlite(file, { readonly: true, fileMustExist: true });
  try {
    const row = db.prepare<[string], { sealed: string }>('SELECT sealed FROM sealed_secrets WHERE id = ?').get(ROW_KEY_ID);
    return row === undefined ? undefined : (await opened(row.sealed, signer))?.root;
  } finally {
    db.close();
  }
}

interface StoredKey {
  readonly root: Buffer;
  readonly isMarked: boolean;
}

/** A key that does not open was damaged: to whoever did it, that is the same as one that is gone. */
async function storedKey(database: Database, signer: Pick<Sealer, 'open'>): Promise<StoredKey | undefined> {
  const row = await database.client.sealedSecret.findUnique({ where: { id: ROW_KEY_ID } });
  return row === null ? undefined : opened(row.sealed, signer);
}

async function opened(sealed: string, signer: Pick<Sealer, 'open'>): Promise<StoredKey | undefined> {
  try {
    const bytes = Buffer.from(await signer.open(rowKeyContext(), sealed), 'base64');
    const isMarked = bytes.subarray(ROOT_BYTES).equals(HEAD_MARK);
    return isMarked || bytes.length === ROOT_BYTES ? { root: bytes.subarray(0, ROOT_BYTES), isMarked } : undefined;
  } catch (error) {
    if (error instanceof DomainError && error.code === 'KEYSTORE_LOCKED') throw error;
    return undefined;
  }
}

function markedText(root: Uint8Array): string {
  const bytes = Buffer.concat([root, HEAD_MARK]);
  try {
    return bytes.toString('base64');
  } finally {
    bytes.fill(0);
  }
}

async function storeKey(tx: Tx, sealed: string): Promise<void> {
  const row = { name: NAME, sealed, isCurrent: true, createdAt: 0n };
  await tx.sealedSecret.upsert({ where: { id: ROW_KEY_ID }, create: { id: ROW_KEY_ID, ...row }, update: row });
}

/** Sets that are empty begin as such. One that holds rows already is nobody's until an admin has looked at it. */
export function beginSets(tx: Tx): void {
  const statements = statementsOf(tx);
  for (const sql of coveredSets()) statements.run(sql, []);
}

function rowKeyContext(): SealContext {
  return { table: 'sealed_secrets', rowId: ROW_KEY_ID, column: 'sealed' };
}
