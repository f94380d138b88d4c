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
  /** Where the chain ended when this process began to write what it could not vouch for, which leaves the stored head behind. */
  #lockedFrom: AuditHead | undefined;
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
   * Where this transaction goes on. A chain that ends before what was written has been cut or rewritten, under the running daemon or
   * before it started: it then goes on from what was known, so that the wound stays visible for ever, and says so first.
   */
  async #open(tx: Tx): Promise<AuditHead> {
    this.rows.afterCommit(tx, () => this.#settle(tx));
    const { stored, head } = this.rows.ends(tx);
    if (!this.rows.isVouching()) this.#lockedFrom ??= stored;
    const known = this.#knownEnd(tx, stored, head);
    if (!(await this.#holds(tx, known, stored))) return this.#goOnBroken(tx, known, stored);
    const isBehind = this.rows.isVouching() && head !== undefined && head.id < stored.id;
    return isBehind ? this.#goOnUnvouched(tx, head, stored) : stored;
  }

  /** What certainly was written: by this process, or before it as far as the daemon vouches for the stored head. */
  #knownEnd(tx: Tx, stored: AuditHead, head: AuditHead | undefined): AuditHead {
    const isNews = head !== undefined && head.id > this.#committed.id && !isSame(head, stored);
    return isNews && this.rows.headRow(tx)?.isSound === true ? head : this.#committed;
  }

  /** Rows beyond what is known may be those of the transaction that is open, or were written while the signer was locked. */
  async #holds(tx: Tx, known: AuditHead, stored: AuditHead): Promise<boolean> {
    if (stored.id <= known.id) return isSame(stored, known);
    return known.id === this.#committed.id || isSame(await this.rows.headAt(known.id, tx), known);
  }

  async #goOnBroken(tx: Tx, known: AuditHead, stored: AuditHead): Promise<AuditHead> {
    const details = { code: 'AUDIT_CHAIN_BROKEN', severity: 'critical', knownId: known.id, storedId: stored.id };
    const finding: AuditEntry = { eventType: 'EXPOSURE_FINDING', actor: 'system', details, severity: 'critical' };
    const head = await this.#write(tx, [finding], stored.id > known.id ? stored : known);
    this.rows.markBroken(tx, Math.min(stored.id + 1, known.id));
    this.#heads.set(tx, head);
    return head;
  }

  /** The head lags behind what nobody could vouch for when it was written. Rows that are not of this process may be of one that was never unlocked: or not. */
  async #goOnUnvouched(tx: Tx, head: AuditHead, stored: AuditHead): Promise<AuditHead> {
    if (isSame(this.#lockedFrom, head) && isSame(this.#committed, stored)) return stored;
    const details = { code: 'AUDIT_ROWS_UNVOUCHED', severity: 'warning', firstId: head.id + 1, lastId: stored.id };
    const finding: AuditEntry = { eventType: 'EXPOSURE_FINDING', actor: 'system', details, severity: 'warning' };
    return this.#write(tx, [finding], stored);
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

function isSame(one: AuditHead | undefined, other: AuditHead): boolean {
  return one?.id === other.id && one.hash === other.hash;
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
