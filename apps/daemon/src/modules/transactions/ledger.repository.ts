import { channel } from 'node:diagnostics_channel';
import { Injectable } from '@nestjs/common';
import type { NetworkName } from '@waiaas/core';
import type { LedgerPort, LedgerView, ListedAddresses } from '@waiaas/pipeline';
import { windowsOf } from '@waiaas/policy';
import { Database, type Tx } from '../../infra/prisma/database.js';
import { PolicySettingsReader } from '../policies/policy-settings.service.js';
import { PolicySets } from '../policies/policy-sets.service.js';
import { closedView } from './closed-view.js';
import { LedgerReading } from './ledger-reading.repository.js';
import { LedgerWriting } from './ledger-writing.repository.js';
import { listedAddresses } from './listed-addresses.js';
import { isSystemLocked, sessionSnapshot, walletSnapshot } from './snapshots.repository.js';

/** How long each decision held the database, BEGIN to COMMIT. Nobody listens but a program that measures. */
const DECISIONS = channel('waiaas:decision');

/**
 * One database transaction around every decision. The database has one writer at a time, and that is every wallet's lock: what a
 * decision reads, others have finished writing.
 */
@Injectable()
export class LedgerRepository implements LedgerPort {
  constructor(
    private readonly database: Database,
    private readonly policies: PolicySets,
    private readonly settings: PolicySettingsReader,
    private readonly reading: LedgerReading,
    private readonly writing: LedgerWriting,
  ) {}

  async underLock<T>(walletId: string, sessionId: string | null, work: (view: LedgerView, tx: Tx) => Promise<T>): Promise<T> {
    let begunAt = 0;
    const result = await this.database.sharedTransaction(async (tx) => {
      begunAt = performance.now();
      if (this.database.guard.unsoundFor(tx, { walletId, sessionId }) !== undefined) return work(this.#closedView(tx), tx);
      const [wallet, session, isLocked, policy] = [
        await walletSnapshot(tx, walletId),
        sessionId === null ? null : await sessionSnapshot(tx, sessionId, walletId, this.reading.now()),
        await isSystemLocked(tx),
        await this.policies.current(tx, walletId),
      ];
      const view: LedgerView = {
        wallet,
        session,
        isSystemLocked: isLocked,
        policies: policy.set,
        policySetVersion: policy.version,
        settings: this.settings.current(),
        isClockInDoubt: this.reading.isClockInDoubt(),
        history: (now, except) =>
          this.reading.history(tx, walletId, {
            now,
            windows: windowsOf(policy.set),
            ...(except === undefined ? {} : { except }),
          }),
        promised: (network, except) => this.reading.promised(tx, walletId, network, except),
        waiting: () => this.reading.waiting(tx, sessionId, walletId),
        row: (id) => this.reading.row(tx, id),
        insert: (row) => this.writing.insert(tx, row, policy.version),
        apply: (transition, spends) => this.writing.apply(tx, transition, spends),
      };
      return work(view, tx);
    });
    DECISIONS.publish({ ms: performance.now() - begunAt });
    return result;
  }

  /** Of a wallet whose rows are not what the daemon wrote: what waits can be ended, and nothing can be decided. */
  #closedView(tx: Tx): LedgerView {
    return closedView({
      row: (id) => this.reading.row(tx, id),
      apply: (transition) => this.writing.apply(tx, transition),
    });
  }

  async listed(walletId: string): Promise<ListedAddresses> {
    const { set, version } = await this.policies.current(this.database.client, walletId);
    return listedAddresses(set, version);
  }

  async approvedTokens(walletId: string, network: NetworkName, tokens: readonly string[]): Promise<readonly string[]> {
    return this.reading.approvedTokens(walletId, network, tokens);
  }

  async unvaluedAssets(walletId: string): Promise<readonly { readonly network: NetworkName; readonly asset: string }[]> {
    return this.reading.unvaluedAssets(walletId);
  }
}
