import { DomainError } from '@waiaas/core';
import { soundnessSql } from './covered-sql.js';
import { findUnsoundOf, findUnsoundRows, type UnsoundRow } from './unsound-rows.js';
import { findUnsoundLedgers } from './unsound-ledgers.js';
import type { RowSeals } from './row-seals.js';
import { connectionsOf } from './statements.js';

export interface GuardedAct {
  readonly walletId: string;
  readonly sessionId?: string | null;
}

type Listener = (rows: readonly UnsoundRow[]) => void;

/**
 * Says whether what a payment is decided by is what the daemon wrote (security.md 23).
 *
 * Of every act the wallet, the session and their link are judged as they are read. All other rows are judged once, and again whenever
 * somebody else has written to the database: what the daemon writes itself stays as sound as it was.
 */
export class RowGuard {
  /** What others had written, and whether the key was there, at the last look. */
  #seen: string | undefined;
  #unsound: readonly UnsoundRow[] = [];
  #ledgers: readonly UnsoundRow[] = [];
  #held: readonly string[] = [];
  #names = '';
  readonly #listeners = new Set<Listener>();

  constructor(readonly seals: RowSeals) {}

  /** Rows that were found unsound when they were last looked at. */
  get unsound(): readonly UnsoundRow[] {
    return this.#unsound;
  }

  /** Told, after each look that found others than the one before, of all there are. */
  onChange(listener: Listener): void {
    this.#listeners.add(listener);
  }

  /** Throws `INTEGRITY_VIOLATION` where a row that this act is decided by is not sound, and `KEYSTORE_LOCKED` where nobody can say. */
  assertSound(handle: object, act: GuardedAct): void {
    const found = this.unsoundFor(handle, act);
    if (found !== undefined) throw integrityError();
  }

  unsoundFor(handle: object, act: GuardedAct): UnsoundRow | undefined {
    if (!this.seals.isOpen) throw new DomainError('KEYSTORE_LOCKED');
    // What was found may have been mended since: nobody is refused by an old look.
    const isSuspect = (): boolean => this.#firstOf(act) !== undefined || findUnsoundOf(connectionsOf(handle).own, act);
    this.#lookAgain(handle, isSuspect);
    return this.#firstOf(act);
  }

  /**
   * Transactions that no worker goes on with: they, or what belongs to them, are not what the daemon wrote, or cannot be read. Left out
   * of a look, they cost the others nothing. Without the key those that cannot be read.
   */
  held(handle: object): readonly string[] {
    this.#lookAgain(handle, () => false);
    return this.#held;
  }

  /** Of `held`, those of which a column cannot be read. */
  unreadable(handle: object): readonly string[] {
    this.#lookAgain(handle, () => false);
    return this.#unsound.flatMap(({ table, id, isUnreadable }) =>
      table === 'transactions' && isUnreadable === true ? [id] : [],
    );
  }

  #lookAgain(handle: object, isSuspect: () => boolean): void {
    if (this.#versionOf(handle) !== this.#seen || isSuspect()) this.lookAround(handle);
  }

  #firstOf({ walletId }: GuardedAct): UnsoundRow | undefined {
    return this.#unsound.find(({ stops }) => stops(walletId));
  }

  /** Judges one row as it is read. One that is gone is not sound either. */
  isSound(handle: object, table: string, ...key: readonly string[]): boolean {
    const [found] = connectionsOf(handle).own.all(soundnessSql(table), key);
    if (Number(found?.['sound']) === 1) return true;
    this.lookAround(handle);
    return false;
  }

  /** Judges every row that decides something, the ledgers line by line; without a key, whether it can be read. */
  look(handle: object): readonly UnsoundRow[] {
    this.#seen = this.#versionOf(handle);
    this.#ledgers = this.seals.isOpen ? findUnsoundLedgers(connectionsOf(handle).own) : [];
    return this.#lookOnce(handle);
  }

  /** The same, but that ledgers, which are long, are left as they were judged last where nobody else has written since. */
  lookAround(handle: object): readonly UnsoundRow[] {
    return this.#versionOf(handle) === this.#seen ? this.#lookOnce(handle) : this.look(handle);
  }

  #versionOf(handle: object): string {
    const [row] = connectionsOf(handle).writer.all('PRAGMA data_version', []);
    return `${String(row?.['data_version'])} ${String(this.seals.isOpen)}`;
  }

  #lookOnce(handle: object): readonly UnsoundRow[] {
    this.#unsound = [...findUnsoundRows(connectionsOf(handle).own, this.seals), ...this.#ledgers];
    this.#held = [...new Set(this.#unsound.flatMap(({ holds }) => (holds === undefined ? [] : [holds])))];
    const names = this.#unsound.map(({ table, id }) => `${table} ${id}`).join('\n');
    if (names !== this.#names) {
      this.#names = names;
      for (const listener of this.#listeners) listener(this.#unsound);
    }
    return this.#unsound;
  }
}

export function integrityError(cause?: unknown): DomainError {
  return new DomainError('INTEGRITY_VIOLATION', {
    ...(cause === undefined ? {} : { cause }),
    hint: 'Rows in the database are not what the daemon wrote. An admin reads GET /v1/admin/integrity and decides.',
  });
}
