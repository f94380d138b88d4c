import type { Spend } from '@waiaas/policy';
import type { NewTransaction } from '../../ports/ledger.port.js';
import type { SpendLine, TransitionFields } from '../../ports/rows.js';
import type { Judged } from '../policy.stage.js';
import type { PreparedTx } from '../prepare.stage.js';
import type { Placement } from './place.js';

/** A judged request and where it goes. */
export interface Verdict {
  readonly judged: Judged;
  readonly prepared: PreparedTx;
  readonly placement: Placement;
}

export interface RowContext {
  readonly id: string;
  readonly origin: string;
  readonly sessionId: string | null;
  readonly actor: string;
  readonly ipAddress: string | null;
  readonly now: number;
}

export function newTransaction({ judged, prepared, placement }: Verdict, context: RowContext): NewTransaction {
  const { decision, stored } = judged;
  const { id, origin, sessionId, actor, ipAddress, now } = context;
  return {
    ...placement,
    ...{ id, sessionId, origin, actor, ipAddress, at: now },
    intent: prepared.intent,
    requestHash: prepared.requestHash,
    decision: stored,
    spends: spendLines(decision.spends),
    usdMicros: stored.usdMicros,
    maxFee: prepared.facts.fee.maxFee,
    approvalReason: placement.waitReason === 'APPROVAL' ? stored.approvalReason : null,
    errorCode: stored.denyCode,
    symbol: prepared.shown?.symbol ?? null,
    decimals: prepared.shown?.decimals ?? null,
  };
}

export function fieldsOf({ judged: { stored }, prepared, placement }: Verdict): TransitionFields {
  return {
    tier: placement.tier,
    decision: stored,
    usdMicros: stored.usdMicros,
    maxFee: prepared.facts.fee.maxFee,
    waitReason: placement.waitReason,
    approvalReason: placement.waitReason === 'APPROVAL' ? stored.approvalReason : null,
    executeAt: placement.executeAt,
    expiresAt: placement.expiresAt,
    errorCode: stored.denyCode,
  };
}

export function spendLines(spends: readonly Spend[]): readonly SpendLine[] {
  return spends.map((spend) => ({
    chain: spend.chain,
    network: spend.network ?? '',
    asset: spend.asset,
    amount: spend.amount === null ? null : spend.amount.toString(),
    usdMicros: spend.usdMicros === null ? null : spend.usdMicros.toString(),
    isFee: spend.isFee === true,
  }));
}
