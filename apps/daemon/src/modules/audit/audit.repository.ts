import { Injectable } from '@nestjs/common';
import {
  auditHeadRow,
  type AuditHeadRow,
  type ChainEnds,
  chainEnds,
  markChainBroken,
  moveAuditHead,
} from '../../infra/prisma/audit-head.js';
import { Database, type Tx } from '../../infra/prisma/database.js';
import type { AuditLog, Prisma } from '../../infra/prisma/generated/client.js';
import { insertRows } from '../../infra/prisma/insert-rows.js';
import { modelsFrom, rowsFrom, type Reader } from '../../infra/prisma/rows-from.js';
import { statementsOf } from '../../infra/prisma/statements.js';
import { AUDIT_GENESIS, type AuditHead, type HashedAuditRow } from './audit-chain.js';

export interface AuditFilter {
  readonly walletId?: string | undefined;
  readonly eventType?: string | undefined;
  readonly severity?: string | undefined;
  readonly txId?: string | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

export interface AuditPage {
  readonly before?: number | undefined;
  readonly limit: number;
}

@Injectable()
export class AuditRepository {
  constructor(private readonly database: Database) {}

  async head(reader: Reader): Promise<AuditHead> {
    const [last] = await rowsFrom<Pick<AuditLog, 'id' | 'hash'>>(reader)`SELECT id, hash FROM audit_log ORDER BY id DESC LIMIT 1`;
    return last === undefined ? AUDIT_GENESIS : { id: Number(last.id), hash: last.hash };
  }

  /** Runs `act` once the transaction has committed. */
  afterCommit(tx: Tx, act: () => void): void {
    this.database.afterCommit(tx, act);
  }

  /** Where the chain ends, by its rows and by its head. */
  ends(reader: Reader = this.database.client): ChainEnds {
    return chainEnds(statementsOf(reader));
  }

  headRow(reader: Reader = this.database.client): AuditHeadRow | undefined {
    return auditHeadRow(statementsOf(reader));
  }

  /** Whether the head can get a MAC: there is a key, and nobody else writes together with the daemon. */
  isVouching(): boolean {
    const { isOpen, hasForeignSchema } = this.database.guard.seals;
    return isOpen && !hasForeignSchema;
  }

  /** The head goes along, or stays where nobody could vouch for it: it would look like one that somebody else wrote. */
  async insert(tx: Tx, rows: readonly HashedAuditRow[]): Promise<void> {
    await insertRows(tx, 'audit_log', rows.map(columnsOf));
    const last = rows.at(-1);
    if (last !== undefined && this.isVouching()) moveAuditHead(statementsOf(tx), last, rows.length);
  }

  /** From now on nothing is paid until an admin has looked (ADR 11). */
  markBroken(tx: Tx, id: number): void {
    if (this.isVouching()) markChainBroken(statementsOf(tx), id);
    this.afterCommit(tx, () => void this.database.guard.look(this.database.client));
  }

  /** Newest first. */
  async list(filter: AuditFilter, page: AuditPage): Promise<readonly HashedAuditRow[]> {
    const where = whereOf(filter);
    const rows = await this.database.client.auditLog.findMany({
      where: page.before === undefined ? where : { ...where, id: { lt: BigInt(page.before) } },
      orderBy: { id: 'desc' },
      take: page.limit,
    });
    return rows.map(toRow);
  }

  /** Oldest first, ids from `first` to `last`. */
  async between(first: number, last: number, limit: number): Promise<readonly HashedAuditRow[]> {
    const rows = await modelsFrom<AuditLog>(this.database.client)`
      SELECT * FROM audit_log WHERE id BETWEEN ${first} AND ${last} ORDER BY id LIMIT ${limit}`;
    return rows.map(toRow);
  }

  /** The last row that was committed. */
  async committedHead(): Promise<AuditHead> {
    return this.head(this.database.client);
  }

  async headAt(id: number, reader: Reader = this.database.client): Promise<AuditHead | undefined> {
    if (id === AUDIT_GENESIS.id) return AUDIT_GENESIS;
    const [row] = await rowsFrom<Pick<AuditLog, 'hash'>>(reader)`SELECT hash FROM audit_log WHERE id = ${id}`;
    return row === undefined ? undefined : { id, hash: row.hash };
  }

  /** The lowest id of a row from this time on; undefined where there is none. */
  async firstIdFrom(timestamp: number): Promise<number | undefined> {
    const { _min: lowest } = await this.database.client.auditLog.aggregate({
      _min: { id: true },
      where: { timestamp: { gte: BigInt(timestamp) } },
    });
    return lowest.id === null ? undefined : Number(lowest.id);
  }

  /** The highest id of a row up to this time. */
  async lastIdUntil(timestamp: number): Promise<number | undefined> {
    const { _max: highest } = await this.database.client.auditLog.aggregate({
      _max: { id: true },
      where: { timestamp: { lte: BigInt(timestamp) } },
    });
    return highest.id === null ? undefined : Number(highest.id);
  }

  async countAll(): Promise<number> {
    const [row] = await rowsFrom<{ readonly n: number }>(this.database.client)`SELECT count(*) AS n FROM audit_log`;
    return row?.n ?? 0;
  }

  async count(filter: AuditFilter): Promise<number> {
    return this.database.client.auditLog.count({ where: whereOf(filter) });
  }
}

function columnsOf(row: HashedAuditRow) {
  return {
    id: BigInt(row.id),
    timestamp: BigInt(row.timestamp),
    event_type: row.eventType,
    actor: row.actor,
    wallet_id: row.walletId,
    session_id: row.sessionId,
    tx_id: row.txId,
    details: row.details,
    severity: row.severity,
    ip_address: row.ipAddress,
    prev_hash: row.prevHash,
    hash: row.hash,
  };
}

function toRow(row: AuditLog): HashedAuditRow {
  return { ...row, id: Number(row.id), timestamp: Number(row.timestamp) };
}

function whereOf(filter: AuditFilter): Prisma.AuditLogWhereInput {
  return {
    ...(filter.walletId === undefined ? {} : { walletId: filter.walletId }),
    ...(filter.eventType === undefined ? {} : { eventType: filter.eventType }),
    ...(filter.severity === undefined ? {} : { severity: filter.severity }),
    ...(filter.txId === undefined ? {} : { txId: filter.txId }),
    ...between(filter.from, filter.to),
  };
}

function between(from: number | undefined, to: number | undefined): Prisma.AuditLogWhereInput {
  if (from === undefined && to === undefined) return {};
  return {
    timestamp: {
      ...(from === undefined ? {} : { gte: BigInt(from) }),
      ...(to === undefined ? {} : { lte: BigInt(to) }),
    },
  };
}
