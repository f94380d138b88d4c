import { NETWORKS } from '@waiaas/core';
import { AUDIT_CHAIN, brokenChainAt } from './audit-head.js';
import { coveredTable, isSoundSql, isWholeSql, setSql } from './covered-sql.js';
import { COVERED_TABLES, type Concern, type CoveredTable } from './covered-tables.js';
import { quoted } from './insert-rows.js';
import type { GuardedAct } from './row-guard.js';
import type { RowSeals } from './row-seals.js';
import type { Columns, Parameter, Statements } from './statements.js';

/** A row that is not what the daemon wrote, or a set that lacks one. */
export interface UnsoundRow {
  readonly table: string;
  /** Parts of the key, joined by spaces; empty for what is no row: a trigger or view in the `schema`. */
  readonly id: string;
  /** Of a row of a table: the same as it is stored, whatever that is. */
  readonly key?: readonly Parameter[];
  /** The wallet whose payments it stops; null where it stops those of several or of none. */
  readonly walletId: string | null;
  readonly stops: (walletId: string) => boolean;
  /** The transaction that no worker goes on with. */
  readonly holds?: string;
  /** Nobody can read what it holds, so nobody can take it as it is. */
  readonly isUnreadable?: true;
}

const ALL = { walletId: null, stops: (): boolean => true };
const NONE = { walletId: null, stops: (): boolean => false };

/** Cheap, and asked before each act: whether the rows it is decided by in any case are sound. */
const OF_ACT = ['wallets', 'session_wallets', 'sessions'].map(coveredTable);
const CONDITIONS: Readonly<Record<string, string>> = {
  wallets: 'id = ?',
  session_wallets: 'session_id = ? AND wallet_id = ?',
  sessions: 'id = ?',
};
const ACT_SQL = OF_ACT.map(
  (covered) => `SELECT 1 FROM ${covered.table} WHERE ${CONDITIONS[covered.table] ?? ''} AND NOT ${isSoundSql(covered)}`,
).join(' UNION ALL ');

export function findUnsoundOf(statements: Statements, { walletId, sessionId }: GuardedAct): boolean {
  const session = sessionId ?? null;
  return statements.all(ACT_SQL, [walletId, session, walletId, session]).length > 0;
}

/** All of them, in the order of tables and ids. Without the key only what can be told without it: rows that cannot be read. */
export function findUnsoundRows(statements: Statements, seals: RowSeals): readonly UnsoundRow[] {
  if (!seals.isOpen) return COVERED_TABLES.flatMap((covered) => unsoundRowsOf(statements, covered, 'FALSE'));
  const foreign = seals.hasForeignSchema ? [{ table: 'schema', id: '', ...ALL }] : [];
  const brokenAt = brokenChainAt(statements);
  return [
    ...foreign,
    ...(brokenAt === undefined ? [] : [{ table: AUDIT_CHAIN, id: String(brokenAt), ...ALL }]),
    ...COVERED_TABLES.flatMap((covered) => unsoundRowsOf(statements, covered)),
    ...COVERED_TABLES.filter(({ set }) => set !== undefined).flatMap((covered) => brokenSetsOf(statements, covered)),
  ];
}

/** `unsound` is the SQL of a row that is not what the daemon wrote. */
function unsoundRowsOf(
  statements: Statements,
  covered: CoveredTable,
  unsound = `NOT ${isSoundSql(covered)}`,
): readonly UnsoundRow[] {
  const { table, id, concern, deciding, readable, holds } = covered;
  const unreadable = readable === undefined ? 'FALSE' : `NOT (${readable})`;
  const wallet = concern.kind === 'wallet' ? `, ${concern.sql} AS stopped_wallet` : '';
  const held = holds === undefined ? '' : `, ${holds} AS held`;
  const keySql = id.map(quoted).join(', ');
  const rows = statements.all(
    `SELECT ${keySql}${wallet}${held}, ${unreadable} AS unreadable FROM ${quoted(table)}
     WHERE ${deciding === undefined ? '' : `(${deciding}) AND `}(${unreadable} OR ${unsound}) ORDER BY ${keySql}`,
    [],
  );
  return rows.map((row) => ({
    table,
    id: id.map((column) => String(row[column])).join(' '),
    key: id.map((column) => row[column] as Parameter),
    ...stopsOf(statements, concern, row),
    ...(holds === undefined ? {} : { holds: String(row['held']) }),
    ...(Number(row['unreadable']) === 1 ? { isUnreadable: true as const } : {}),
  }));
}

function stopsOf(statements: Statements, concern: Concern, row: Columns): Pick<UnsoundRow, 'walletId' | 'stops'> {
  switch (concern.kind) {
    case 'all':
      return ALL;
    case 'none':
      return NONE;
    case 'wallet':
      return ofWallet(row['stopped_wallet']);
    case 'session':
      return ofSession(statements, String(row['id']));
    case 'network':
      return ofNetwork(statements, String(row['network']));
  }
}

function ofWallet(walletId: unknown): Pick<UnsoundRow, 'walletId' | 'stops'> {
  return typeof walletId === 'string' ? { walletId, stops: (id) => id === walletId } : ALL;
}

function ofSession(statements: Statements, sessionId: string): Pick<UnsoundRow, 'walletId' | 'stops'> {
  const links = statements.all('SELECT wallet_id FROM session_wallets WHERE session_id = ?', [sessionId]);
  const stopped = new Set(links.map((link) => link['wallet_id']));
  return { walletId: null, stops: (id) => stopped.has(id) };
}

/** A network that nobody knows stops everybody. */
function ofNetwork(statements: Statements, name: string): Pick<UnsoundRow, 'walletId' | 'stops'> {
  const network = NETWORKS.find((one) => one.name === name);
  if (network === undefined) return ALL;
  const wallets = statements.all('SELECT id FROM wallets WHERE chain = ? AND environment = ?', [
    network.chain,
    network.environment,
  ]);
  const stopped = new Set(wallets.map((wallet) => wallet['id']));
  return { walletId: null, stops: (id) => stopped.has(id) };
}

function brokenSetsOf(statements: Statements, covered: CoveredTable): readonly UnsoundRow[] {
  const { table, set, concern } = covered;
  const broken = (by: string): string => `NOT ${isWholeSql(setSql(covered, by))}`;
  const isBroken = statements.all(`SELECT 1 WHERE ${broken('NULL')}`, []).length > 0;
  const whole = isBroken ? [{ table: `${table} (set)`, id: '', ...(concern.kind === 'none' ? NONE : ALL) }] : [];
  if (set?.by !== 'wallet_id') return whole;
  const wallets = statements.all(`SELECT id FROM wallets WHERE ${broken('wallets.id')} ORDER BY id`, []);
  return [...whole, ...wallets.map(({ id }) => ({ table: `${table} (set)`, id: String(id), ...ofWallet(id) }))];
}
