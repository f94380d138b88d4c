import { formatAmount, networkOf } from '@waiaas/core';
import type {
  AttemptResponse,
  DecisionResponse,
  TierName,
  TransactionDetailResponse,
  TransactionResponse,
  TransactionStatusName,
} from '@waiaas/api-types';
import type { StoredDecision } from '@waiaas/pipeline';
import { formatUsdMicros } from './answers.js';
import type { ListedTransaction, StoredAttempt, TransactionWithAttempts } from './transactions.repository.js';

const seconds = (value: bigint | null): number | null => (value === null ? null : Number(value));

export function toTransactionResponse(row: ListedTransaction): TransactionResponse {
  return {
    id: row.id,
    walletId: row.walletId,
    sessionId: row.sessionId,
    type: row.type,
    status: row.status as TransactionStatusName,
    tier: row.tier as TierName | null,
    chain: row.chain,
    network: row.network,
    toAddress: row.toAddress,
    txHash: row.txHash,
    error: row.error,
    errorCode: row.errorCode,
    createdAt: Number(row.createdAt),
    updatedAt: Number(row.updatedAt),
    chainId: networkOf(row.network).caip2,
    ...amountMembers(row),
    waitReason: row.waitReason,
    executeAt: seconds(row.executeAt),
    expiresAt: seconds(row.expiresAt),
    approvedBy: row.approvedBy,
    approvedAt: seconds(row.approvedAt),
    finalizedAt: seconds(row.finalizedAt),
    requestHash: row.requestHash,
    policySetVersion: row.policySetVersion,
    memo: memoOf(row.request),
  };
}

/** From the very text that was hashed, so that it is the one that is signed. */
function memoOf(request: string): string | null {
  // Most have none, and lists are long.
  if (!request.includes('"memo":')) return null;
  try {
    const { memo } = (JSON.parse(request) ?? {}) as { readonly memo?: unknown };
    return typeof memo === 'string' ? memo : null;
  } catch {
    // Somebody else wrote it: nothing of it goes out, and the list stays readable.
    return null;
  }
}

function amountMembers(
  row: ListedTransaction,
): Pick<TransactionResponse, 'amount' | 'amountFormatted' | 'amountDecimals' | 'amountSymbol'> {
  const { amount, amountDecimals } = row;
  return {
    amount,
    amountFormatted: amount === null || amountDecimals === null ? null : formatAmount(BigInt(amount), amountDecimals),
    amountDecimals,
    amountSymbol: row.amountSymbol,
  };
}

export function toDetailResponse(row: TransactionWithAttempts): TransactionDetailResponse {
  return {
    ...toTransactionResponse(row),
    attempts: row.attempts.map(toAttemptResponse),
    decision: toDecisionResponse(row.decision),
  };
}

export function toAttemptResponse(attempt: StoredAttempt): AttemptResponse {
  return {
    id: attempt.id,
    number: attempt.number,
    kind: attempt.kind,
    state: attempt.state,
    outcome: attempt.outcome,
    txHash: attempt.txHash,
    ...(attempt.nonce === null ? {} : { nonce: attempt.nonce }),
    ...(attempt.lastValidBlockHeight === null ? {} : { lastValidBlockHeight: Number(attempt.lastValidBlockHeight) }),
    fee: JSON.parse(attempt.params) as Record<string, unknown>,
    // Bytes that were never sent are nobody's: whoever had them could send them.
    rawTransaction: attempt.broadcastAt === null ? null : attempt.rawTransaction,
    broadcastAt: seconds(attempt.broadcastAt),
    blockNumber: seconds(attempt.blockNumber),
    confirmations: attempt.confirmations,
    errorCode: attempt.errorCode,
  };
}

function toDecisionResponse(text: string): DecisionResponse {
  const decision = JSON.parse(text) as StoredDecision;
  return {
    tier: decision.tier,
    allowed: decision.allowed,
    denyCode: decision.denyCode,
    reason: decision.reason,
    reasonWords: decision.reasonWords ?? null,
    approvalReason: decision.approvalReason,
    delaySeconds: decision.delaySeconds,
    usd: decision.usdMicros === null ? null : formatUsdMicros(BigInt(decision.usdMicros)),
    priceAt: decision.priceAt,
    matched: decision.matched,
    warnings: decision.warnings,
  };
}
