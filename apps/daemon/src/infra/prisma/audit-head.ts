import { coveredTable, isSoundSql } from './covered-sql.js';
import type { Columns, Statements } from './statements.js';

/** The name under which a chain that is not whole stands among the rows that are not what the daemon wrote. */
export const AUDIT_CHAIN = 'audit_log (chain)';
const TABLE = 'audit_head';
const GENESIS = '0'.repeat(64);

const LAST_ID = 'coalesce((SELECT max(id) FROM audit_log), 0)';
const LAST_HASH = `coalesce((SELECT hash FROM audit_log ORDER BY id DESC LIMIT 1), '${GENESIS}')`;

export interface ChainEnd {
  readonly id: number;
  readonly hash: string;
}

export interface ChainEnds {
  /** The last row that is there. */
  readonly stored: ChainEnd;
  /** The last row that was written, as the head says; undefined where that is gone. */
  readonly head: ChainEnd | undefined;
}

const ENDS = `SELECT ${LAST_ID} AS id, ${LAST_HASH} AS hash, head.audit_id AS head_id, head.hash AS head_hash
  FROM (SELECT 1) LEFT JOIN ${TABLE} AS head ON head.id = 1`;

export function chainEnds(statements: Statements): ChainEnds {
  const [found = {}] = statements.all(ENDS, []);
  const { head_id: headId, head_hash: headHash } = found;
  const head = headId === null ? undefined : { id: Number(headId), hash: String(headHash) };
  return { stored: { id: Number(found['id']), hash: String(found['hash']) }, head };
}

/** To be called with the rows that were just written. Does nothing where there is no head: one that was taken away is missed for good. */
export function moveAuditHead(statements: Statements, { id, hash }: ChainEnd, rows: number): void {
  statements.run(`UPDATE ${TABLE} SET audit_id = ?, hash = ?, row_count = row_count + ? WHERE id = 1`, [id, hash, rows]);
}

/** Keeps in mind the first row that is missing or changed, until an admin has seen it. */
export function markChainBroken(statements: Statements, id: number): void {
  statements.run(`UPDATE ${TABLE} SET broken_at = min(coalesce(broken_at, ?), ?) WHERE id = 1`, [id, id]);
}

export interface AuditHeadRow {
  readonly rowCount: number;
  readonly acceptedId: number;
  readonly brokenAt: number | null;
  readonly isSound: boolean;
}

const HEAD_ROW = `SELECT row_count, accepted_id, broken_at, ${isSoundSql(coveredTable(TABLE))} AS sound FROM ${TABLE} WHERE id = 1`;

export function auditHeadRow(statements: Statements): AuditHeadRow | undefined {
  const [row] = statements.all(HEAD_ROW, []);
  if (row === undefined) return undefined;
  const brokenAt = row['broken_at'] === null ? null : Number(row['broken_at']);
  const [rowCount, acceptedId] = [Number(row['row_count']), Number(row['accepted_id'])];
  return { rowCount, acceptedId, brokenAt, isSound: Number(row['sound']) === 1 };
}

// The rows behind the head are not asked for: they may have been written while the signer was locked.
const BROKEN = `SELECT coalesce(head.broken_at, min(head.audit_id, ${LAST_ID} + 1), ${LAST_ID} + 1) AS broken_at
  FROM (SELECT 1) LEFT JOIN ${TABLE} AS head ON head.id = 1
  WHERE head.id IS NULL OR head.broken_at IS NOT NULL
    OR (head.audit_id > 0 AND NOT EXISTS (SELECT 1 FROM audit_log WHERE id = head.audit_id AND hash = head.hash))`;

/** The first row that is missing or changed, as far as the head and the end of the chain say; undefined where they agree. */
export function brokenChainAt(statements: Statements): number | undefined {
  const [found]: readonly Columns[] = statements.all(BROKEN, []);
  return found === undefined ? undefined : Number(found['broken_at']);
}

/** The head of a database that had none, as the chain stands. One that has a MAC is left alone, right or wrong. */
export function beginAuditHead(statements: Statements): void {
  statements.run(`DELETE FROM ${TABLE} WHERE mac IS NULL`, []);
  insertHead(statements, '0');
}

/** Takes the chain as it stands. */
export function acceptChain(statements: Statements): void {
  statements.run(`DELETE FROM ${TABLE}`, []);
  insertHead(statements, LAST_ID);
}

function insertHead(statements: Statements, acceptedId: string): void {
  statements.run(
    `INSERT INTO ${TABLE} (id, audit_id, hash, row_count, accepted_id)
     SELECT 1, ${LAST_ID}, ${LAST_HASH}, (SELECT count(*) FROM audit_log), ${acceptedId} WHERE NOT EXISTS (SELECT 1 FROM ${TABLE})`,
    [],
  );
}
