import { err, ok, type AttemptParams, type GasPrice, type NetworkName, type Result } from '@waiaas/core';
import type { HistoryRow } from '@waiaas/policy';
import type { ClockPort, IdPort } from '../ports/clock.port.js';
import type { Replacer, ReplacementStorePort } from '../ports/replacement-store.port.js';
import type { AttemptRow, TransactionRow } from '../ports/rows.js';
import {
  bidOf,
  clippedBid,
  higherBid,
  isAtLeast,
  isOutbid,
  LEAST_RAISE,
  marketBid,
  raisedBid,
  withBid,
  type GasBid,
} from '../values/gas-bid.js';
import { outgoingOf } from '../values/outgoing.js';
import { authorizeReplacement, type ApprovedTx } from './policy.stage.js';
import { signTx, type SignContext } from './sign.stage.js';

export interface ReplaceContext extends SignContext {
  readonly replacements: ReplacementStorePort;
  readonly clock: ClockPort;
  readonly ids: IdPort;
  /** The most an attempt may cost now, in base units of the coin. */
  readonly feeCap: (network: NetworkName) => Promise<bigint>;
  /** Whether this fee, beside those of the wallet's other rows, stays within the fees of a day. */
  readonly feeBudget: (row: TransactionRow) => Promise<(history: readonly HistoryRow[], maxFee: bigint) => boolean>;
  /** How many times its first offer a session, or the daemon by itself, may offer in the end. */
  readonly maxBumpFactor: bigint;
}

/** A SUBMITTED row of an EVM network with its attempts that may still land, all at one nonce, oldest first. */
export interface Replaceable {
  readonly row: TransactionRow;
  readonly attempts: readonly AttemptRow[];
}

export type Offer =
  /** So many hundredths of a percent more than before. */
  | { readonly kind: 'raise'; readonly hundredths: bigint }
  | { readonly kind: 'exact'; readonly bid: GasBid }
  /** What the next block asks for, and at least so much more than before; less than that where a limit leaves less. */
  | { readonly kind: 'market'; readonly hundredths: bigint };

export interface ReplaceOrder {
  readonly kind: 'speed-up' | 'cancel';
  readonly offer: Offer;
  readonly by: Replacer;
  /** Held to `maxBumpFactor` and to the fees of a day: everybody but the master. */
  readonly isBounded: boolean;
}

export type ReplaceRefusal =
  'not-replaceable' | 'closed' | 'offer-too-low' | 'over-bump-factor' | 'over-fee-cap' | 'over-budget' | 'insufficient-funds';

type EvmParams = Extract<AttemptParams, { kind: 'evm' }>;

interface Draft {
  readonly approved: ApprovedTx;
  readonly params: EvmParams;
  readonly maxFee: bigint;
}

/**
 * Makes bytes that take the place of others: the same payment for another fee, or nothing paid to the wallet itself, at the same nonce.
 * Whichever lands, the other cannot, so nothing is paid twice. The bytes are durable, as sent with an unknown outcome, before they
 * leave; a crash at any line leaves either no trace or bytes that the next look at the chain sends.
 */
export async function makeReplacement(
  context: ReplaceContext,
  target: Replaceable,
  order: ReplaceOrder,
): Promise<Result<AttemptRow, ReplaceRefusal>> {
  const { row } = target;
  if (!(await context.replacements.maySign(row.id, row.walletId))) return err('closed');
  const draft = await draftOf(context, target, order);
  if (!draft.ok) return draft;
  const { approved, params, maxFee } = draft.value;
  const unsigned = newAttempt(context, target, order.kind, params);
  const { raw, hash } = await signTx(context, approved, unsigned);
  const attempt: AttemptRow = { ...unsigned, raw, txHash: hash };
  const fits = order.isBounded ? await context.feeBudget(row) : () => true;
  const isAffordable = (history: readonly HistoryRow[]): boolean => fits(history, maxFee);
  const outcome = await context.replacements.keep({ attempt, maxFee, by: order.by, isAffordable });
  if (outcome === 'kept') return ok(attempt);
  return err(outcome === 'moved' ? 'not-replaceable' : outcome);
}

async function draftOf(
  context: ReplaceContext,
  target: Replaceable,
  order: ReplaceOrder,
): Promise<Result<Draft, ReplaceRefusal>> {
  const { row } = target;
  const approved = authorizeReplacement(row, order.kind);
  const empty = authorizeReplacement(row, 'cancel');
  const earlier = earlierParams(target, order.kind);
  if (!approved.ok || !empty.ok || earlier === undefined) return err('not-replaceable');
  // Asked for what pays nothing: it can be estimated whatever the payment itself would do now.
  const facts = await context.chain.gather(empty.value.intent);
  const base = order.kind === 'cancel' ? facts.params : earlier.at(-1);
  if (base?.kind !== 'evm') return err('not-replaceable');
  const limits = { cap: await context.feeCap(row.network), factor: order.isBounded ? context.maxBumpFactor : undefined };
  const bid = bidFor({ earlier, base, row, order, gasPrice: facts.gasPrice, limits });
  if (typeof bid === 'string') return err(bid);
  const params = withBid(base, bid);
  const { intent } = approved.value;
  const maxFee = context.chain.maxFee(intent, params);
  const refusal = refusalOf(maxFee, limits.cap, facts.nativeBalance - outgoingOf(intent).native);
  return refusal === undefined ? ok({ approved: approved.value, params, maxFee }) : err(refusal);
}

function refusalOf(maxFee: bigint, cap: bigint, free: bigint): ReplaceRefusal | undefined {
  if (maxFee > cap) return 'over-fee-cap';
  return maxFee > free ? 'insufficient-funds' : undefined;
}

/** What was offered before; undefined where a block has some of it already, or the payment was cancelled and is to be sped up. */
function earlierParams({ attempts }: Replaceable, kind: ReplaceOrder['kind']): readonly EvmParams[] | undefined {
  const isOpen = attempts.length > 0 && attempts.every(({ state, nonce }) => state === 'BROADCAST' && nonce !== null);
  // Who asked for a cancel is not paid for after all.
  const isCancelled = attempts.some((attempt) => attempt.kind === 'cancel');
  if (!isOpen || (isCancelled && kind === 'speed-up')) return undefined;
  return attempts.flatMap(({ params }) => (params.kind === 'evm' ? [params] : []));
}

interface BidQuestion {
  readonly earlier: readonly EvmParams[];
  readonly base: EvmParams;
  readonly row: TransactionRow;
  readonly order: ReplaceOrder;
  readonly gasPrice: GasPrice;
  readonly limits: { readonly cap: bigint; readonly factor: bigint | undefined };
}

function bidFor({ earlier, base, row, order, gasPrice, limits }: BidQuestion): GasBid | ReplaceRefusal {
  const highest = earlier.map(bidOf).reduce(higherBid);
  const least = raisedBid(highest, LEAST_RAISE);
  const most = mostFor(earlier, row, { ...limits, kind: order.kind });
  if (order.offer.kind === 'market') {
    const wanted = higherBid(raisedBid(highest, order.offer.hundredths), marketBid(gasPrice));
    const capped = gasPriceWithin(limits.cap, base);
    if (clippedBid(wanted, least, capped) === undefined) return 'over-fee-cap';
    return clippedBid(wanted, least, most === undefined || capped < most ? capped : most) ?? 'over-bump-factor';
  }
  const bid = order.offer.kind === 'exact' ? order.offer.bid : raisedBid(highest, order.offer.hundredths);
  if (!isAtLeast(bid, least)) return 'offer-too-low';
  return most !== undefined && bid.maxFeePerGas > most ? 'over-bump-factor' : bid;
}

/** What a unit of gas may cost for the whole to stay within a cap. */
function gasPriceWithin(cap: bigint, { gasLimit, l1Fee = '0' }: EvmParams): bigint {
  return (cap - BigInt(l1Fee)) / BigInt(gasLimit);
}

/** What a unit of gas may be offered: so many times the first offer, and for a payment what its request named as the most. */
function mostFor(
  [first]: readonly EvmParams[],
  { intent }: TransactionRow,
  { factor, kind }: { readonly factor: bigint | undefined; readonly kind: ReplaceOrder['kind'] },
): bigint | undefined {
  const named = kind === 'cancel' ? undefined : intent.gasCondition?.maxGasPrice;
  const bounds = [
    ...(factor === undefined || first === undefined ? [] : [BigInt(first.maxFeePerGas) * factor]),
    ...(named === undefined ? [] : [BigInt(named)]),
  ];
  return bounds.length === 0 ? undefined : bounds.reduce((a, b) => (a < b ? a : b));
}

function newAttempt(
  { clock, ids }: ReplaceContext,
  { attempts }: Replaceable,
  kind: ReplaceOrder['kind'],
  params: AttemptParams,
): AttemptRow {
  const newest = attempts.at(-1);
  if (newest === undefined) throw new Error('a replacement of nothing');
  const now = clock.nowSeconds();
  return {
    ...newest,
    ...{ id: ids.next(), number: newest.number + 1, kind, state: 'BROADCAST', outcome: 'unknown', params },
    ...{ raw: null, txHash: null, lastBroadcastAt: now, blockNumber: null, createdAt: now },
  };
}

/**
 * A head that waits while blocks go by is replaced only if it really is the head, and if the next block asks for more than it offers:
 * more coins do not help against a node that makes no blocks. Undefined where nothing was to be done.
 */
export async function rescueStuck(
  context: ReplaceContext,
  target: Replaceable,
): Promise<Result<AttemptRow, ReplaceRefusal> | undefined> {
  const newest = target.attempts.at(-1);
  if (newest?.params.kind !== 'evm') return undefined;
  const next = await context.chain.nextNonce(target.row.intent.from);
  if (next !== newest.nonce || !isOutbid(bidOf(newest.params), await context.chain.gasPrice())) return undefined;
  return makeReplacement(context, target, {
    kind: newest.kind === 'cancel' ? 'cancel' : 'speed-up',
    offer: { kind: 'market', hundredths: LEAST_RAISE },
    by: { actor: 'system' },
    isBounded: true,
  });
}
