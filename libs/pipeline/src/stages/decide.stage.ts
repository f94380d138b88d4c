import { DomainError, type Tier, type TransactionStatus } from '@waiaas/core';
import type { FeeLimits } from '@waiaas/policy';
import type { LedgerView, NewTransaction, Waiting } from '../ports/ledger.port.js';
import type { Approval, SpendLine, StoredDecision, TransactionRow, Transition } from '../ports/rows.js';
import { refuseWithoutFunds } from './decide/funds.js';
import { placeOf, type Placement } from './decide/place.js';
import { rememberRefused } from './decide/refused-rows.js';
import { fieldsOf, newTransaction, spendLines, type RowContext } from './decide/verdict-rows.js';
import { isAboveDayAlone, isCovered, judge, type Judgeable, type Judged } from './policy.stage.js';
import { withoutText } from './decide/approval-text.js';
import type { PreparedTx } from './prepare.stage.js';

export interface DecideOptions {
  readonly now: number;
  readonly feeLimits: FeeLimits;
}

export interface NewRowContext extends DecideOptions, RowContext {}

export interface SendContext extends NewRowContext {
  /** Whether a text can be made of a request that its owner would be asked about. */
  readonly canBeApproved: (row: NewTransaction) => Promise<boolean>;
  /** The most that may wait. */
  readonly mostWaiting: Waiting;
}

export interface Decided {
  readonly row: NewTransaction;
  readonly decision: StoredDecision;
  /** False for a refusal that is counted and not kept. */
  readonly isKept: boolean;
}

/** The policies changed since the facts were asked for: what they name now was not looked at. Facts are gathered anew. */
export const OUTDATED = 'outdated';

/** Decides a new request and writes it: verdict, row and reservation in the caller's one transaction. */
export async function decideNew(
  view: LedgerView,
  prepared: PreparedTx,
  context: SendContext,
): Promise<Decided | typeof OUTDATED> {
  refuseUnlessActive(view);
  if (view.policySetVersion !== prepared.policySetVersion) return OUTDATED;
  const judged = await judge(view, judgeable(prepared), context);
  const asked = placed(judged, prepared, context);
  if (asked.status === 'EXECUTING') await rememberRefused(asked, () => refuseWithoutFunds(view, prepared));
  const row = (await isAskable(view, asked, context)) ? asked : placed(withoutText(judged), prepared, context);
  if (row.status === 'QUEUED') await rememberRefused(row, () => refuseCrowd(view, context.mostWaiting));
  const reserved = reservesNothing(row, view, prepared, context) ? { ...row, spends: row.spends.map(withoutValue) } : row;
  return { row, decision: row.decision, isKept: await view.insert(reserved) };
}

/** Rows that wait hold budget and attention: a session cannot bury its owner in them. */
async function refuseCrowd(view: LedgerView, most: Waiting): Promise<void> {
  const waiting = await view.waiting();
  if (waiting.session < most.session && waiting.wallet < most.wallet) return;
  throw new DomainError('TOO_MANY_PENDING', {
    hint: 'Wait until some of the waiting requests are decided, or cancel them.',
  });
}

/** What is more than a day's limit by itself would keep everything else out of the window while it only asks. */
function reservesNothing(row: NewTransaction, view: LedgerView, prepared: PreparedTx, options: DecideOptions): boolean {
  return row.waitReason === 'APPROVAL' && isAboveDayAlone(view, judgeable(prepared), options);
}

/** It counts as one request, and as nothing more until somebody says yes: the verdict of that moment reserves it. */
function withoutValue(line: SpendLine): SpendLine {
  return { ...line, amount: '0', usdMicros: '0' };
}

function placed(judged: Judged, prepared: PreparedTx, context: SendContext): NewTransaction {
  const placement = placeOf(judged.stored, prepared, { now: context.now, served: null });
  return newTransaction({ judged, prepared, placement }, context);
}

/** An owner signs a text that says everything; the master sees the row itself. */
async function isAskable({ wallet }: LedgerView, row: NewTransaction, { canBeApproved }: SendContext): Promise<boolean> {
  return row.waitReason !== 'APPROVAL' || wallet.ownerState === 'NONE' || (await canBeApproved(row));
}

/** A prepared request as it is judged. */
export function judgeable({ intent, request, context, prices, facts }: PreparedTx): Judgeable {
  return { walletId: intent.walletId, request, context, prices, maxFee: facts.fee.maxFee };
}

export type Rejudged =
  | {
      readonly outcome: 'moved';
      readonly status: TransactionStatus;
      readonly decision: StoredDecision;
      readonly placement: Placement;
    }
  | { readonly outcome: 'lost' | 'stale' | typeof OUTDATED };

export interface AgainOptions extends DecideOptions {
  readonly actor: string;
  readonly ipAddress?: string;
  /** The owner's (or master's) yes that came in. */
  readonly approval?: Approval;
}

/**
 * Judges a waiting request again, with present policies and its own row left out: a denial ends it, a tier above the one already
 * served starts that wait, anything else runs.
 */
export async function decideAgain(
  view: LedgerView,
  row: TransactionRow,
  prepared: PreparedTx,
  options: AgainOptions,
): Promise<Rejudged> {
  if (prepared.requestHash !== row.requestHash) return { outcome: 'stale' };
  if (view.policySetVersion !== prepared.policySetVersion) return { outcome: OUTDATED };
  const judged = await judge(view, judgeable(prepared), { ...options, exceptTransactionId: row.id });
  const { stored } = judged;
  if (options.approval !== undefined && stored.allowed && !isCovered(options.approval, row, stored)) return { outcome: 'stale' };
  const served = servedBy(row, stored, options);
  const placement = placeOf(stored, prepared, { now: options.now, served, ...gasDeadlineOf(row, served, options) });
  const transition: Transition<TransactionRow> = {
    row,
    to: placement.status,
    at: options.now,
    actor: options.actor,
    ...(options.ipAddress === undefined ? {} : { ipAddress: options.ipAddress }),
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

function approvalOf(row: TransactionRow, options: AgainOptions): Approval | undefined {
  return options.approval ?? row.approval ?? undefined;
}

/** A wait that ended counts; a yes counts only while it covers what is asked now. */
function servedBy(row: TransactionRow, stored: StoredDecision, options: AgainOptions): Tier | null {
  const approval = approvalOf(row, options);
  if (approval !== undefined && isCovered(approval, row, stored) && options.now <= approval.lapsesAt) return 'APPROVAL';
  if (row.waitReason === 'DELAY' && row.executeAt !== null && row.executeAt <= options.now) return 'DELAY';
  return row.servedTier === 'APPROVAL' ? null : row.servedTier;
}

/** Waiting for gas is not begun anew by another look, and no longer than the yes that it waits with. */
function gasDeadlineOf(row: TransactionRow, served: Tier | null, options: AgainOptions): { readonly gasDeadline?: number } {
  const begun = row.waitReason === 'GAS' ? row.expiresAt : null;
  const lapse = served === 'APPROVAL' ? (approvalOf(row, options)?.lapsesAt ?? null) : null;
  const deadlines = [begun, lapse].filter((deadline) => deadline !== null);
  return deadlines.length === 0 ? {} : { gasDeadline: Math.min(...deadlines) };
}

/** A wallet, session or system that is closed asks for nothing. */
export function refuseUnlessActive(view: LedgerView): void {
  if (view.isSystemLocked) throw new DomainError('SYSTEM_LOCKED');
  if (view.wallet.status === 'SUSPENDED') throw new DomainError('WALLET_SUSPENDED');
  if (view.wallet.status === 'TERMINATED') throw new DomainError('WALLET_TERMINATED');
  if (view.session !== null && !view.session.isUsable) throw new DomainError('SESSION_REVOKED');
}
