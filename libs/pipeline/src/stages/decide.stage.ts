import { DomainError, type Tier, type TransactionStatus } from '@waiaas/core';
import type { Spend } from '@waiaas/policy';
import type { LedgerView, NewTransaction } from '../ports/ledger.port.js';
import type {
  Approval,
  SpendLine,
  StoredDecision,
  TransactionRow,
  Transition,
  TransitionFields,
  WaitReason,
} from '../ports/rows.js';
import { isCovered, isServed, judge, type Judged } from './policy.stage.js';
import { shortageOf } from '../values/funds.js';
import type { PreparedTx } from './prepare.stage.js';

export interface DecideOptions {
  readonly now: number;
  readonly feeCap: bigint;
}

export interface SendContext extends DecideOptions {
  readonly id: string;
  readonly origin: string;
  readonly sessionId: string | null;
  readonly actor: string;
}

/** Where a verdict puts a request. */
export interface Placement {
  readonly status: TransactionStatus;
  readonly tier: Tier | null;
  readonly waitReason: WaitReason | null;
  readonly executeAt: number | null;
  readonly expiresAt: number | null;
}

interface Verdict {
  readonly judged: Judged;
  readonly prepared: PreparedTx;
  readonly placement: Placement;
}

export interface Decided {
  readonly row: NewTransaction;
  readonly decision: StoredDecision;
}

/** Decides a new request and writes it: verdict, row and reservation in the caller's one transaction. */
export async function decideNew(view: LedgerView, prepared: PreparedTx, context: SendContext): Promise<Decided> {
  refuseUnlessActive(view);
  const judged = await judge(view, prepared, context);
  const placement = placeOf(judged.stored, prepared, null, context.now);
  if (placement.status === 'EXECUTING') await refuseWithoutFunds(view, prepared);
  const row = newTransaction({ judged, prepared, placement }, context);
  await view.insert(row);
  return { row, decision: judged.stored };
}

export type Rejudged =
  | {
      readonly outcome: 'moved';
      readonly status: TransactionStatus;
      readonly decision: StoredDecision;
      readonly placement: Placement;
    }
  | { readonly outcome: 'lost' }
  | { readonly outcome: 'stale' };

/**
 * Judges a waiting request again, with present policies and its own row left out: a denial ends it, a tier above the one already
 * served starts that wait, anything else runs. With `approval` it is the owner's (or master's) yes that came in.
 */
export async function decideAgain(
  view: LedgerView,
  row: TransactionRow,
  prepared: PreparedTx,
  options: DecideOptions & { readonly actor: string; readonly approval?: Approval },
): Promise<Rejudged> {
  if (prepared.requestHash !== row.requestHash) return { outcome: 'stale' };
  const judged = await judge(view, prepared, { ...options, exceptTransactionId: row.id });
  const { stored } = judged;
  const approval = options.approval ?? row.approval ?? undefined;
  if (options.approval !== undefined && stored.allowed && !isCovered(options.approval, row, stored)) return { outcome: 'stale' };
  const served = servedBy(row, stored, approval, options);
  const placement = placeOf(stored, prepared, served, options.now);
  const transition: Transition = {
    row,
    to: placement.status,
    at: options.now,
    actor: options.actor,
    set: {
      ...fieldsOf({ judged, prepared, placement }),
      policySetVersion: view.policySetVersion,
      servedTier: served,
      ...(options.approval === undefined ? {} : { approval: options.approval }),
    },
  };
  const moved = await view.apply(transition, spendLines(judged.decision.spends));
  return moved ? { outcome: 'moved', status: placement.status, decision: stored, placement } : { outcome: 'lost' };
}

/** A wait that ended counts; a yes counts only while it covers what is asked now. */
function servedBy(
  row: TransactionRow,
  stored: StoredDecision,
  approval: Approval | undefined,
  options: DecideOptions,
): Tier | null {
  if (approval !== undefined && isCovered(approval, row, stored) && options.now <= approval.lapsesAt) return 'APPROVAL';
  if (row.waitReason === 'DELAY' && row.executeAt !== null && row.executeAt <= options.now) return 'DELAY';
  return row.servedTier === 'APPROVAL' ? null : row.servedTier;
}

function refuseUnlessActive(view: LedgerView): void {
  if (view.isSystemLocked) throw new DomainError('SYSTEM_LOCKED');
  if (view.wallet.status === 'SUSPENDED') throw new DomainError('WALLET_SUSPENDED');
  if (view.wallet.status === 'TERMINATED') throw new DomainError('WALLET_TERMINATED');
  if (view.session !== null && !view.session.isUsable) throw new DomainError('SESSION_REVOKED');
}

function placeOf(stored: StoredDecision, prepared: PreparedTx, served: Tier | null, now: number): Placement {
  const none = { waitReason: null, executeAt: null, expiresAt: null };
  const { tier } = stored;
  if (!stored.allowed || tier === null) return { status: 'DENIED', tier: null, ...none };
  if (!isServed(tier, served)) {
    return tier === 'DELAY'
      ? { status: 'QUEUED', tier, waitReason: 'DELAY', executeAt: now + (stored.delaySeconds ?? 0), expiresAt: null }
      : {
          status: 'QUEUED',
          tier,
          waitReason: 'APPROVAL',
          executeAt: null,
          expiresAt: now + (stored.approvalTimeoutSeconds ?? 0),
        };
  }
  const gas = prepared.intent.gasCondition;
  if (gas !== undefined && !isGasMet(prepared))
    return { status: 'QUEUED', tier, waitReason: 'GAS', executeAt: null, expiresAt: now + gas.timeout };
  return { status: 'EXECUTING', tier, ...none };
}

/** A gas condition is looked at after the tier has been served. The price compared is what one unit of gas costs at most. */
export function isGasMet(prepared: PreparedTx): boolean {
  const gas = prepared.intent.gasCondition;
  const { params } = prepared.facts;
  if (gas === undefined) return true;
  const [price, tip] =
    params.kind === 'evm'
      ? [BigInt(params.maxFeePerGas), BigInt(params.maxPriorityFeePerGas)]
      : [BigInt(params.computeUnitPriceMicroLamports), BigInt(params.computeUnitPriceMicroLamports)];
  if (gas.maxGasPrice !== undefined && price > BigInt(gas.maxGasPrice)) return false;
  return gas.maxPriorityFee === undefined || tip <= BigInt(gas.maxPriorityFee);
}

/** What would run now must be payable beside everything of this wallet that runs already and no block holds yet. */
async function refuseWithoutFunds(view: LedgerView, { intent, facts }: PreparedTx): Promise<void> {
  const promised = await view.promised(intent.network);
  const shortage = shortageOf({ intent, maxFee: facts.fee.maxFee }, facts, promised);
  if (shortage === undefined) return;
  const available = shortage.free > 0n ? shortage.free : 0n;
  throw new DomainError(shortage.code, {
    details: { required: shortage.needed.toString(), available: available.toString() },
    hint: 'Amounts of running requests that no block holds yet are not available.',
  });
}

function newTransaction({ judged, prepared, placement }: Verdict, context: SendContext): NewTransaction {
  const { decision, stored } = judged;
  return {
    ...placement,
    id: context.id,
    sessionId: context.sessionId,
    origin: context.origin,
    intent: prepared.intent,
    requestHash: prepared.requestHash,
    decision: stored,
    spends: spendLines(decision.spends),
    usdMicros: stored.usdMicros,
    maxFee: prepared.facts.fee.maxFee,
    approvalReason: placement.waitReason === 'APPROVAL' ? stored.approvalReason : null,
    errorCode: stored.denyCode,
    symbol: prepared.token?.symbol ?? null,
    decimals: prepared.token?.decimals ?? null,
    at: context.now,
    actor: context.actor,
  };
}

function fieldsOf({ judged: { stored }, prepared, placement }: Verdict): TransitionFields {
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

function spendLines(spends: readonly Spend[]): readonly SpendLine[] {
  return spends.map((spend) => ({
    chain: spend.chain,
    network: spend.network ?? '',
    asset: spend.asset,
    amount: spend.amount === null ? null : spend.amount.toString(),
    usdMicros: spend.usdMicros === null ? null : spend.usdMicros.toString(),
  }));
}
