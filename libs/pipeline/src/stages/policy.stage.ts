import { err, ok, type Chain, type Intent, type PaymentConsent, type Result, type Tier } from '@waiaas/core';
import {
  evaluate,
  feeFactOf,
  type Decision,
  type Facts,
  type FeeLimits,
  type PolicyContext,
  type PolicyRequest,
  type PriceFact,
} from '@waiaas/policy';
import type { LedgerView } from '../ports/ledger.port.js';
import type { Approval, StoredDecision, TransactionRow } from '../ports/rows.js';
import type { KnownPrice } from './prepare/known-prices.js';
import { requestHashOf, requestTextOf } from './prepare.stage.js';

declare const approved: unique symbol;

/**
 * A request that policy let through and whose wait is over. Only this file makes one, and the sign stage takes nothing else:
 * there is one way to a signature.
 */
export interface ApprovedTx {
  readonly transactionId: string;
  readonly walletId: string;
  readonly intent: Intent;
  /** The owner's own yes, for a signer whose key has a ceiling below this payment. */
  readonly consent?: PaymentConsent;
  /** Goes to the verified owner of the wallet, or pays nothing to the wallet itself: no freeze is about this. */
  readonly isHarmless: boolean;
  readonly [approved]: true;
}

export interface Judged {
  readonly decision: Decision;
  readonly stored: StoredDecision;
}

export interface JudgeOptions {
  readonly now: number;
  readonly feeLimits: FeeLimits;
  /** The row under judgement, left out of its own windows. */
  readonly exceptTransactionId?: string;
}

/** What a verdict is made of, whatever route asked for it. */
export interface Judgeable {
  readonly walletId: string;
  readonly request: PolicyRequest;
  readonly context: PolicyContext;
  readonly prices: readonly KnownPrice[];
  /** The largest fee of the bytes, in base units of the coin. */
  readonly maxFee: bigint;
}

/** Judges a request under the wallet's lock with the policies, settings and ledger of this moment. No network. */
export async function judge(view: LedgerView, subject: Judgeable, options: JudgeOptions): Promise<Judged> {
  const facts = await factsOf(view, subject, options);
  const decision = evaluate(view.policies, facts, subject.request);
  return { decision, stored: storedDecision(decision, facts, options.now) };
}

/** Whether the daily limit would ask for approval of this request even if nothing else had been spent. */
export function isAboveDayAlone(view: LedgerView, subject: Judgeable, options: JudgeOptions): boolean {
  const { result } = evaluate(view.policies, factsWith(view, subject, options, []), subject.request);
  return result.approvalReason === 'cumulative_daily';
}

async function factsOf(view: LedgerView, subject: Judgeable, options: JudgeOptions): Promise<Facts> {
  return factsWith(view, subject, options, await view.history(options.now, options.exceptTransactionId));
}

function factsWith(view: LedgerView, subject: Judgeable, options: JudgeOptions, history: Facts['history']): Facts {
  const { request, prices, context, walletId } = subject;
  const { chain, network } = request;
  const facts: Facts = {
    walletId,
    ownerState: view.wallet.ownerState,
    now: options.now,
    history,
    prices: prices.map((known) => priceFact(chain, known)),
    context,
    settings: view.settings,
    isClockInDoubt: view.isClockInDoubt === true,
    session: view.session === null ? null : { id: view.session.id, constraints: view.session.constraints },
  };
  const fee = network === undefined ? undefined : feeFactOf(facts, { chain, network }, subject.maxFee, options.feeLimits);
  return fee === undefined ? facts : { ...facts, fee };
}

function priceFact(chain: Chain, { network, asset, quote }: KnownPrice): PriceFact {
  const { status, ageSeconds, quotes, usd } = quote;
  return { chain, network, asset, status, ageSeconds, quotes, ...(usd === null ? {} : { usd }) };
}

function storedDecision({ result, usdMicros, operations }: Decision, facts: Facts, now: number): StoredDecision {
  return {
    ...result,
    usdMicros: usdMicros === null ? null : usdMicros.toString(),
    priceAt: facts.prices.length === 0 ? null : Math.floor(now - Math.max(...facts.prices.map((price) => price.ageSeconds))),
    operations: operations.map((operation) => ({
      line: operation.line,
      kind: operation.kind,
      target: operation.target,
      amount: operation.amount === null ? null : operation.amount.toString(),
      asset: operation.asset,
      decimals: operation.decimals,
      selector: operation.selector,
      tokenId: operation.tokenId,
      isUnlimited: operation.isUnlimited,
      isRevocation: operation.isRevocation,
    })),
    prices: facts.prices,
    settings: { ...facts.settings },
    decidedAt: now,
  };
}

const RANK: Readonly<Record<Tier, number>> = { INSTANT: 0, NOTIFY: 1, DELAY: 2, APPROVAL: 3 };

/** Whether a wait of `served` answers a verdict of `tier`. */
export function isServed(tier: Tier, served: Tier | null): boolean {
  if (RANK[tier] <= RANK.NOTIFY) return true;
  return served !== null && RANK[served] >= RANK[tier];
}

type EndCode = 'INTENT_MISMATCH' | 'APPROVAL_TIMEOUT' | 'UNDER_REVIEW';

/**
 * The last check before bytes are made, and the only maker of an ApprovedTx. It trusts the stored row only as far as the row
 * agrees with itself: the verdict allowed it, the wait it asked for was served, the request is the one that was judged, and a
 * yes that was given covers this hash and has not lapsed. What was open in a backup that was restored may have been paid by the
 * daemon it was taken from, so it gets no bytes ever again. Gives the error code the row ends with.
 */
export function authorizeExecution(row: TransactionRow, now: number): Result<ApprovedTx, EndCode> {
  const { approval } = row;
  if (row.isRestored === true) return err('UNDER_REVIEW');
  if (!isAllowedAsStored(row)) return err('INTENT_MISMATCH');
  if (row.servedTier === 'APPROVAL') {
    if (approval === null || approval.requestHash !== row.requestHash) return err('INTENT_MISMATCH');
    if (now > approval.lapsesAt) return err('APPROVAL_TIMEOUT');
  }
  return ok(asStored(row));
}

/**
 * Voiding a signature that was handed out asks nobody: it pays nothing to the wallet itself at a nonce the wallet had given away, so it
 * can only make less happen. What it may cost is capped like any fee.
 */
export function authorizeTakeBack(row: TransactionRow): Result<ApprovedTx, 'INTENT_MISMATCH'> {
  if (row.origin !== 'sign' || row.status !== 'SIGNED' || row.chain !== 'ethereum') return err('INTENT_MISMATCH');
  return ok(nothingPaid(row));
}

const REPLACEABLE_ORIGINS: ReadonlySet<string> = new Set(['send', 'withdraw', 'fill']);

/**
 * Other bytes at the nonce of a payment that was sent ask nobody again: one of the two lands, so the same request is paid once at most, or
 * nothing is. Whether the higher fee may be is judged where it is known. What a restored backup holds gets no bytes ever again.
 */
export function authorizeReplacement(row: TransactionRow, kind: 'speed-up' | 'cancel'): Result<ApprovedTx, EndCode> {
  if (row.isRestored === true) return err('UNDER_REVIEW');
  const isSent = row.status === 'SUBMITTED' && row.chain === 'ethereum';
  if (!isSent || !REPLACEABLE_ORIGINS.has(row.origin)) return err('INTENT_MISMATCH');
  if (kind === 'cancel') return ok(nothingPaid(row));
  if (!isAllowedAsStored(row)) return err('INTENT_MISMATCH');
  return ok(asStored(row));
}

function asStored({ id, walletId, intent, approval, origin }: TransactionRow): ApprovedTx {
  const signed = approval?.consent;
  const consent = signed === undefined ? {} : { consent: { ...signed, request: requestTextOf(intent) } };
  return { transactionId: id, walletId, intent, isHarmless: origin === 'withdraw', ...consent } as ApprovedTx;
}

/** The verdict allowed it, the request is the one that was judged, and the wait it asked for was served. */
function isAllowedAsStored({ decision, intent, requestHash, servedTier }: TransactionRow): boolean {
  if (!decision.allowed || decision.tier === null || requestHashOf(intent) !== requestHash) return false;
  return isServed(decision.tier, servedTier);
}

function nothingPaid({ id, walletId, chain, network, intent }: TransactionRow): ApprovedTx {
  const nothing: Intent = { type: 'TRANSFER', walletId, chain, network, from: intent.from, to: intent.from, amount: '0' };
  return { transactionId: id, walletId, intent: nothing, isHarmless: true } as ApprovedTx;
}

/** A tenth more than the text said is still the same yes; anything more, or other operations, is not. */
export function isCovered(approval: Approval, row: { readonly requestHash: string }, stored: StoredDecision): boolean {
  if (approval.requestHash !== row.requestHash) return false;
  const lines = stored.operations.map((operation) => operation.line);
  if (lines.length !== approval.operations.length || lines.some((line, index) => line !== approval.operations[index]))
    return false;
  if (approval.usdMicros === null) return true;
  // A value that became unknown after the yes cannot be shown to have stayed within it.
  return stored.usdMicros !== null && BigInt(stored.usdMicros) * 10n <= BigInt(approval.usdMicros) * 11n;
}
