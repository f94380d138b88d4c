import { isRowSealed, type RowPlace } from './row-keys.js';
import type { RowSeals } from './row-seals.js';
import { guardOf, type Statements } from './statements.js';

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
  statements.run(`UPDATE attempts SET raw_transaction = NULL WHERE state IN ('FINAL', 'REPLACED', 'EXPIRED', 'DROPPED')`, []);
  sealColumn(statements, seals, { table: 'attempts', column: 'raw_transaction', where: 'TRUE' });
  const handedOut = `origin IN ('sign', 'sign-message')`;
  statements.run(`UPDATE transactions SET answer_body = NULL WHERE ${handedOut} AND status <> 'SIGNED'`, []);
  sealColumn(statements, seals, { table: 'transactions', column: 'answer_body', where: handedOut });
}

interface Column {
  readonly table: string;
  readonly column: string;
  readonly where: string;
}

function sealColumn(statements: Statements, seals: RowSeals, { table, column, where }: Column): void {
  const rows = statements.all(`SELECT id, ${column} AS text FROM ${table} WHERE ${column} IS NOT NULL AND ${where}`, []);
  for (const row of rows) {
    const [rowId, text] = [String(row['id']), String(row['text'])];
    if (!isRowSealed(text))
      statements.run(`UPDATE ${table} SET ${column} = ? WHERE id = ?`, [seals.seal({ table, rowId, column }, text), rowId]);
  }
}

function bytesPlace(rowId: string): RowPlace {
  return { table: 'attempts', rowId, column: 'raw_transaction' };
}

function answerPlace(rowId: string): RowPlace {
  return { table: 'transactions', rowId, column: 'answer_body' };
}
