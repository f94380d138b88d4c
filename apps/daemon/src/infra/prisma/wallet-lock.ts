import { Injectable } from '@nestjs/common';

/**
 * Serialises work per wallet, in the order it was asked for, across everything that shares the database. Different wallets run
 * side by side. It must be taken before a transaction, never inside one, and never twice by the same call chain.
 */
export abstract class WalletLock {
  abstract run<T>(walletId: string, work: () => Promise<T>): Promise<T>;
}

/** One process, one database file: order in this process is order everywhere. */
@Injectable()
export class InProcessWalletLock extends WalletLock {
  readonly #tails = new Map<string, Promise<void>>();

  override async run<T>(walletId: string, work: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(walletId);
    let release = (): void => undefined;
    const mine = new Promise<void>((resolve) => (release = resolve));
    this.#tails.set(walletId, mine);
    try {
      await before;
      return await work();
    } finally {
      if (this.#tails.get(walletId) === mine) this.#tails.delete(walletId);
      release();
    }
  }
}
