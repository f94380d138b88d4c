import { Injectable } from '@nestjs/common';
import type { AuditEventType } from '@waiaas/api-types';
import { canonicalJson, type JsonValue } from '@waiaas/core';
import { Clock } from '../../common/time/clock.js';
import type { Tx } from '../../infra/prisma/database.js';
import {
  AUDIT_GENESIS,
  auditHash,
  type AuditHead,
  type AuditRow,
  type AuditSeverity,
  type HashedAuditRow,
} from './audit-chain.js';
import { type AuditFilter, type AuditPage, AuditRepository } from './audit.repository.js';

export type { AuditHead, AuditSeverity, HashedAuditRow };

export interface AuditEntry {
  readonly eventType: AuditEventType;
  readonly actor: string;
  readonly walletId?: string;
  readonly sessionId?: string;
  readonly txId?: string;
  /** Ids, states and figures: never a secret, never text of the caller. Numbers are whole. */
  readonly details: Readonly<Record<string, JsonValue>>;
  readonly severity: AuditSeverity;
  readonly ipAddress?: string;
}

/**
 * The chain of evidence. A row is written in the transaction of the act it tells of: either both are there or neither.
 * Each row's hash covers the row and the hash before it, and ids have no gaps, so that a removed or changed row shows.
 */
@Injectable()
export class AuditService {
  /** The head as the open transaction left it; a transaction is the only writer while it is open. */
  readonly #heads = new WeakMap<Tx, AuditHead>();
  /** The newest head this process has committed. */
  #committed = AUDIT_GENESIS;
  readonly #listeners = new Set<() => void>();

  constructor(
    private readonly rows: AuditRepository,
    private readonly clock: Clock,
  ) {}

  /** Gives the head as it is then. */
  async append(tx: Tx, ...entries: readonly AuditEntry[]): Promise<AuditHead> {
    const previous = this.#heads.get(tx) ?? (await this.#open(tx));
    if (entries.length === 0) return previous;
    const head = await this.#write(tx, entries, previous);
    this.#heads.set(tx, head);
    return head;
  }

  /** Called after rows have been committed. */
  onAppended(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /**
   * Where this transaction goes on. A chain that ends before what was committed here has been cut or rewritten under the running
   * daemon: it then goes on from what was known, so that the wound stays visible for ever, and says so first.
   */
  async #open(tx: Tx): Promise<AuditHead> {
    this.rows.afterCommit(tx, () => this.#settle(tx));
    const stored = await this.rows.head(tx);
    const known = this.#committed;
    const isIntact = stored.id > known.id || (stored.id === known.id && stored.hash === known.hash);
    if (isIntact) return stored;
    const details = { code: 'AUDIT_CHAIN_BROKEN', severity: 'critical', knownId: known.id, storedId: stored.id };
    return this.#write(tx, [{ eventType: 'EXPOSURE_FINDING', actor: 'system', details, severity: 'critical' }], known);
  }

  #settle(tx: Tx): void {
    const head = this.#heads.get(tx);
    if (head !== undefined && head.id > this.#committed.id) this.#committed = head;
    for (const listener of this.#listeners) listener();
  }

  async #write(tx: Tx, entries: readonly AuditEntry[], previous: AuditHead): Promise<AuditHead> {
    const now = this.clock.nowSeconds();
    const rows: HashedAuditRow[] = [];
    let head = previous;
    for (const entry of entries) {
      const row = rowOf(entry, head, now);
      head = { id: row.id, hash: auditHash(row) };
      rows.push({ ...row, hash: head.hash });
    }
    await this.rows.insert(tx, rows);
    return head;
  }

  /** The last row, for texts that are to pin what has been written so far. */
  async head(tx: Tx): Promise<AuditHead> {
    return this.#heads.get(tx) ?? this.rows.head(tx);
  }

  async list(filter: AuditFilter, page: AuditPage): Promise<readonly HashedAuditRow[]> {
    return this.rows.list(filter, page);
  }

  /** Rows after this one, oldest first. */
  async after(id: number, limit: number): Promise<readonly HashedAuditRow[]> {
    return this.rows.between(id + 1, Number.MAX_SAFE_INTEGER, limit);
  }

  /** The last row that was committed. */
  async committedHead(): Promise<AuditHead> {
    return this.rows.committedHead();
  }

  async count(filter: AuditFilter): Promise<number> {
    return this.rows.count(filter);
  }
}

function rowOf(entry: AuditEntry, previous: AuditHead, timestamp: number): AuditRow {
  return {
    id: previous.id + 1,
    timestamp,
    eventType: entry.eventType,
    actor: entry.actor,
    walletId: entry.walletId ?? null,
    sessionId: entry.sessionId ?? null,
    txId: entry.txId ?? null,
    details: canonicalJson(entry.details),
    severity: entry.severity,
    ipAddress: entry.ipAddress ?? null,
    prevHash: previous.hash,
  };
}
