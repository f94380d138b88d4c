import { DomainError, rowBytes } from '@waiaas/core';
import { LedgerSeals } from './ledger-seals.js';
import { RowKeys, type RowPlace, type RowValues } from './row-keys.js';
import { UnsettledRows, type UnsettledRow } from './unsettled-rows.js';

/** A row as its MAC covers it: table, id, columns. The first `idLength` values say which row it is. */
export interface SealedRow {
  readonly values: RowValues;
  readonly idLength: number;
}

/**
 * What vouches for the rows of a database, with the key that is opened when the signer is unlocked.
 *
 * Until then nothing is sealed and no stored row is found sound, but the daemon may have to write (an owner who freezes). Such rows
 * are remembered, and get their MAC when the key is there, where the row before had a right one.
 */
export class RowSeals {
  #keys: RowKeys | undefined;
  readonly ledger = new LedgerSeals(() => this.#keys);
  readonly #unsettled = new UnsettledRows();
  readonly #wholeSets = new Map<string, boolean>();
  /** Triggers or views stand in the file that no build made: what they write would be vouched for as the daemon's own. */
  #hasForeignSchema = false;

  get isOpen(): boolean {
    return this.#keys !== undefined;
  }

  get hasForeignSchema(): boolean {
    return this.#hasForeignSchema;
  }

  noteForeignSchema(isThere: boolean): void {
    this.#hasForeignSchema = isThere;
  }

  /** Takes the key. Gives the rows that were written before: they are sound from now on, and want their MAC in the database. */
  open(root: Uint8Array, generation: number): readonly UnsettledRow[] {
    const keys = new RowKeys(root, generation);
    this.#keys = keys;
    return this.#unsettled.judge((bytes) => keys.mac(bytes));
  }

  /** The key was not what it was taken for, or could not be kept. */
  close(): void {
    this.#keys = undefined;
  }

  /** Their MAC is in the database. */
  settled(rows: readonly UnsettledRow[]): void {
    this.#unsettled.settled(rows);
  }

  /** For a row that is written now. Null without a key, or while nobody knows who writes. */
  macOf(row: SealedRow): string | null {
    if (this.#hasForeignSchema) return null;
    const bytes = bytesOf(row);
    if (this.#keys !== undefined) return this.#keys.mac(bytes);
    this.#unsettled.wrote(row, bytes);
    return null;
  }

  isSound(mac: unknown, row: SealedRow): boolean {
    const bytes = bytesOf(row);
    if (typeof mac === 'string' && mac === this.#keys?.mac(bytes)) return true;
    return this.#unsettled.vouchesFor(row, bytes);
  }

  /** Whether a row that is about to be written over may get a MAC again. Without a key that is found out later. */
  mayBeWritten(mac: unknown, row: SealedRow): boolean {
    if (this.#keys !== undefined) return this.isSound(mac, row);
    this.#unsettled.found(row, { mac, bytes: bytesOf(row) });
    return true;
  }

  /** Remembers, before a row of a set changes, whether the set was whole. */
  lookAtSet(name: string, mac: unknown, row: SealedRow): void {
    this.#wholeSets.set(name, this.mayBeWritten(mac, row));
  }

  wasSetWhole(name: string): boolean {
    return this.#wholeSets.get(name) === true;
  }

  /** Throws `KEYSTORE_LOCKED` without a key. */
  seal(place: RowPlace, text: string): string {
    return this.#opened().seal(place, text);
  }

  /** Undefined for what is not sealed, or not for this place. Throws `KEYSTORE_LOCKED` without a key. */
  unseal(place: RowPlace, sealed: string): string | undefined {
    return this.#opened().unseal(place, sealed);
  }

  #opened(): RowKeys {
    if (this.#keys === undefined) throw new DomainError('KEYSTORE_LOCKED');
    return this.#keys;
  }
}

/**
 * Columns at the end that hold nothing are left out, so that the MAC of an older build stays right when a column that may be empty is
 * added at the end of the list.
 */
function bytesOf({ values }: SealedRow): string {
  let length = values.length;
  while (length > 0 && values[length - 1] === null) length -= 1;
  return rowBytes(values.slice(0, length));
}
