import { Injectable } from '@nestjs/common';
import type { Tx } from '../../infra/prisma/database.js';
import { PoliciesRepository } from './policies.repository.js';

/** The version every decision names. It grows in the transaction of each change that touches the wallet's judgement. */
@Injectable()
export class PolicySetVersions {
  /** Transactions that have changed a set: what they see may still be rolled back. */
  readonly #changing = new WeakSet<object>();

  constructor(private readonly policies: PoliciesRepository) {}

  /** After a change of one wallet's policies; null for a global policy. */
  async bump(tx: Tx, walletId: string | null): Promise<void> {
    this.#changing.add(tx);
    await this.policies.bumpSetVersion(tx, walletId);
  }

  /** After a change of a `policy.*` setting, which every wallet is judged by. */
  async bumpAll(tx: Tx): Promise<void> {
    await this.bump(tx, null);
  }

  isChanging(tx: object): boolean {
    return this.#changing.has(tx);
  }
}
