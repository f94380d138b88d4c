import { DomainError } from '@waiaas/core';
import type { BookEntry } from './book-entry.js';

export type OwnersByWallet = Readonly<Record<string, string>>;

/** How long after a freeze that named nobody its owners may still be named: the file is seen here before the daemon has spoken. */
const NAMING_SECONDS = 5;

interface Order {
  readonly at: number;
  readonly owners: OwnersByWallet;
}

export interface FreezeRecord {
  readonly frozen: Order | undefined;
  readonly now: () => number;
  /** Throws where the disk does not take it. */
  readonly enter: (entry: BookEntry) => void;
  /** Whether the file that freezes everything is there. */
  readonly isOrdered: () => boolean;
}

/**
 * The freeze as the signer itself holds it: in memory at once, then on its record. A daemon that was taken over can bring it about, and not
 * end it: that takes the master password. Nor can it say later whom the frozen keys may pay.
 */
export class Freeze {
  #order: Order | undefined;
  #isRecorded: boolean;

  constructor(private readonly record: FreezeRecord) {
    this.#order = record.frozen;
    this.#isRecorded = record.frozen !== undefined;
  }

  /** In force when it returns, durable where it says so. */
  begin(owners: OwnersByWallet): boolean {
    const now = this.record.now();
    const isUnnamed = this.#order !== undefined && Object.keys(this.#order.owners).length === 0;
    if (this.#order === undefined || (isUnnamed && now - this.#order.at <= NAMING_SECONDS)) {
      this.#order = { at: this.#order?.at ?? now, owners };
      this.#isRecorded = false;
    }
    return this.#isRecorded || this.#write();
  }

  isInForce(): boolean {
    if (this.#order === undefined && this.record.isOrdered()) this.begin({});
    return this.#order !== undefined;
  }

  ownerOf(walletId: string): string | null {
    const owners = this.#order?.owners ?? {};
    return Object.hasOwn(owners, walletId) ? (owners[walletId] ?? null) : null;
  }

  /** Whoever calls has proved the master password. The record says so first: a disk that takes nothing leaves everything frozen. */
  end(): void {
    if (this.record.isOrdered()) throw new DomainError('INVALID_STATE_TRANSITION', { details: { reason: 'FREEZE_FILE' } });
    if (this.#order === undefined) return;
    this.record.enter({ k: 'thawed', at: this.record.now() });
    this.#order = undefined;
    this.#isRecorded = false;
  }

  #write(): boolean {
    if (this.#order === undefined) return false;
    try {
      this.record.enter({ k: 'frozen', ...this.#order });
      this.#isRecorded = true;
    } catch {
      this.#isRecorded = false;
    }
    return this.#isRecorded;
  }
}
