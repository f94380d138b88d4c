import { Injectable } from '@nestjs/common';
import { networkOf } from '@waiaas/core';
import { decideSweep, OUTDATED, prepareSweep, type SweptAsset, type WalletSnapshot } from '@waiaas/pipeline';
import { FeeLimitsReader } from './fee-limits.service.js';
import { LedgerRepository } from './ledger.repository.js';
import { RequestFacts } from './request-facts.service.js';
import type { Started } from './send.service.js';
import { SignTime } from './sign.service.js';
import { WithdrawGate, type Withdrawal } from './withdraw-gate.repository.js';

export interface Swept {
  readonly transactionId: string;
  readonly amount: string;
}

/** Sends everything of one asset to the owner: facts, decision and reservation as for any payment, and the same lane runs it. */
@Injectable()
export class SweepService {
  #onStarted: (started: Started, transactionId: string) => void = () => undefined;

  constructor(
    private readonly ledger: LedgerRepository,
    private readonly facts: RequestFacts,
    private readonly gate: WithdrawGate,
    private readonly fees: FeeLimitsReader,
    private readonly time: SignTime,
  ) {}

  onStarted(listener: (started: Started, transactionId: string) => void): void {
    this.#onStarted = listener;
  }

  /** Null where nothing of it is left. */
  async sweep(withdrawal: Withdrawal, wallet: WalletSnapshot, asset: SweptAsset): Promise<Swept | null> {
    const { network } = withdrawal;
    const outcome = await this.facts.untilCurrent(async () => {
      const promised = await this.ledger.underLock(wallet.id, null, (view) => view.promised(network));
      const prepared = await this.facts.gather(network, (context) =>
        prepareSweep(context, { wallet, network: networkOf(network).name, asset, promised }),
      );
      if (prepared === undefined) return null;
      const decided = await this.ledger.underLock(wallet.id, null, async (view, tx) => {
        await this.gate.require(withdrawal, tx);
        return decideSweep(view, prepared, {
          id: this.time.ids.next(),
          origin: 'withdraw',
          sessionId: null,
          actor: `owner:${withdrawal.proof.address}`,
          ipAddress: withdrawal.ipAddress,
          now: this.time.clock.nowSeconds(),
          feeLimits: this.fees.current(),
        });
      });
      return decided === OUTDATED ? undefined : { prepared, row: decided.row };
    });
    if (outcome === null) return null;
    const { prepared, row } = outcome;
    const { intent, facts } = prepared;
    if (row.status === 'EXECUTING') this.#onStarted({ walletId: wallet.id, network, from: intent.from, facts }, row.id);
    return { transactionId: row.id, amount: 'amount' in intent ? intent.amount : '0' };
  }
}
