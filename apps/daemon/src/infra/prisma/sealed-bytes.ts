import type { Database } from './database.js';
import { isRowSealed, type RowPlace } from './row-keys.js';
import type { RowSeals } from './row-seals.js';
import { guardOf, statementsOf, type Statements } from './statements.js';

/** In the header of the file, written with what it speaks of: pages that no row uses any more may still hold bytes in the open. */
const OWES_WIPING = 1;

interface BytesOfAttempt {
  readonly id: string;
  readonly rawTransaction: string | null;
}

/** Signed bytes as they are stored. Throws `KEYSTORE_LOCKED` without the key. */
export function sealBytes(handle: object, attemptId: string, raw: string): string {
  return guardOf(handle).seals.seal(bytesPlace(attemptId), raw);
}

/** Attempts with their bytes in the open. Without the key, and where somebody else wrote them, there are none: nothing is sent. */
export function withBytes<A extends BytesOfAttempt>(handle: object, attempts: readonly A[]): readonly A[] {
  const { seals } = guardOf(handle);
  return attempts.map((attempt) => ({ ...attempt, rawTransaction: openedBytes(seals, attempt) }));
}

function openedBytes(seals: RowSeals, { id, rawTransaction }: BytesOfAttempt): string | null {
  if (rawTransaction === null || !seals.isOpen) return null;
  return seals.unseal(bytesPlace(id), rawTransaction) ?? null;
}

/** The answer of a sign route, which holds the signature. */
export function sealAnswer(handle: object, transactionId: string, body: unknown): string {
  return guardOf(handle).seals.seal(answerPlace(transactionId), JSON.stringify(body));
}

/** Undefined where none is kept, or none that the daemon wrote. */
export function openAnswer(handle: object, transactionId: string, stored: string | null): unknown {
  const text = stored === null ? undefined : guardOf(handle).seals.unseal(answerPlace(transactionId), stored);
  return text === undefined ? undefined : JSON.parse(text);
}

/** Seals what an earlier build left in the open, and drops what can no longer land. */
export function sealOldBytes(statements: Statements, seals: RowSeals): void {
  const handedOut = `origin IN ('sign', 'sign-message')`;
  const changed =
    statements.run(
      `UPDATE attempts SET raw_transaction = NULL
       WHERE raw_transaction IS NOT NULL AND state IN ('FINAL', 'REPLACED', 'EXPIRED', 'DROPPED')`,
      [],
    ) +
    sealColumn(statements, seals, { table: 'attempts', column: 'raw_transaction', where: 'TRUE' }) +
    statements.run(
      `UPDATE transactions SET answer_body = NULL WHERE answer_body IS NOT NULL AND ${handedOut} AND status <> 'SIGNED'`,
      [],
    ) +
    sealColumn(statements, seals, { table: 'transactions', column: 'answer_body', where: handedOut });
  if (changed > 0) statements.run(`PRAGMA user_version = ${String(OWES_WIPING)}`, []);
}

/**
 * Writes the file anew where bytes in the open were sealed in it: SQLite leaves what was there in the room that becomes free, and in its
 * log. What cannot be done now (a disk without room, somebody who reads) is owed until the next time.
 */
export async function wipeOldBytes({ client }: Database): Promise<void> {
  const [header] = statementsOf(client).all('PRAGMA user_version', []);
  if (Number(header?.['user_version']) !== OWES_WIPING) return;
  try {
    await client.$executeRawUnsafe('VACUUM');
    const [log] = await client.$queryRawUnsafe<{ readonly busy: unknown }[]>('PRAGMA wal_checkpoint(TRUNCATE)');
    if (Number(log?.busy) === 0) await client.$executeRawUnsafe('PRAGMA user_version = 0');
  } catch {
    // Everything that has to be is sealed by now: no reason not to start.
  }
}

interface Column {
  readonly table: string;
  readonly column: string;
  readonly where: string;
}

function sealColumn(statements: Statements, seals: RowSeals, { table, column, where }: Column): number {
  const rows = statements.all(`SELECT id, ${column} AS text FROM ${table} WHERE ${column} IS NOT NULL AND ${where}`, []);
  const open = rows.map((row) => [String(row['id']), String(row['text'])] as const).filter(([, text]) => !isRowSealed(text));
  for (const [rowId, text] of open) {
    statements.run(`UPDATE ${table} SET ${column} = ? WHERE id = ?`, [seals.seal({ table, rowId, column }, text), rowId]);
  }
  return open.length;
}

function bytesPlace(rowId: string): RowPlace {
  return { table: 'attempts', rowId, column: 'raw_transaction' };
}

function answerPlace(rowId: string): RowPlace {
  return { table: 'transactions', rowId, column: 'answer_body' };
}
