import { Injectable } from '@nestjs/common';
import { isNearOneOf, type AskedValue } from '@waiaas/policy';
import { RuntimeSettings } from '../../config/runtime-settings.js';
import { Database, type Tx } from '../../infra/prisma/database.js';
import { PolicySets } from '../policies/policy-sets.service.js';
import { type RefusedStep, UnstoredRefusalsRepository } from './unstored-refusals.repository.js';

export type { RefusedStep } from './unstored-refusals.repository.js';

/** What a session asked for and did not get. */
export interface RefusedRequest {
  readonly walletId: string;
  readonly network: string;
  readonly at: number;
  readonly asked: AskedValue;
}

/**
 * Requests of sessions that were refused and left no row, counted for the rules that stop wallets. Each costs one small statement, so
 * that whoever asks without end makes neither the disk nor the daemon work for it, and is seen all the same.
 */
@Injectable()
export class UnstoredRefusals {
  readonly #listeners = new Set<(walletId: string) => void>();

  constructor(
    private readonly database: Database,
    private readonly steps: UnstoredRefusalsRepository,
    private readonly policies: PolicySets,
    private readonly settings: RuntimeSettings,
  ) {}

  /** In the transaction of the refusal. */
  async count(tx: Tx, refused: RefusedRequest): Promise<void> {
    const { walletId, at } = refused;
    this.steps.count(tx, walletId, at, await this.#isNearLimit(tx, refused));
    this.database.afterCommit(tx, () => {
      for (const listener of this.#listeners) listener(walletId);
    });
  }

  /** Of a refusal whose own transaction was undone. */
  async countAlone(refused: RefusedRequest): Promise<void> {
    await this.database.sharedTransaction((tx) => this.count(tx, refused));
  }

  /** Called with the wallet once a refusal was counted. */
  onCounted(listener: (walletId: string) => void): void {
    this.#listeners.add(listener);
  }

  /** Steps that began in this span, its ends included, newest first. */
  async between(walletId: string, from: number, to: number): Promise<readonly RefusedStep[]> {
    return this.steps.between(walletId, from, to);
  }

  /** Wallets with refusals in a step that began then or later. */
  async walletsSince(from: number): Promise<readonly string[]> {
    return this.steps.walletsSince(from);
  }

  /** Judged now, since what was asked is not kept. */
  async #isNearLimit(tx: Tx, { walletId, network, asked }: RefusedRequest): Promise<boolean> {
    const { set } = await this.policies.current(tx, walletId);
    const limits = set.policies.filter(({ row, bound }) => row.type === 'SPENDING_LIMIT' && bound !== undefined);
    return isNearOneOf(
      limits.map(({ row }) => ({ network: row.network, rules: row.rules as object })),
      { network, asked },
      this.settings.get('autostop.near_limit_percent'),
    );
  }
}
