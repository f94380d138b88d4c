import {
  networkOf,
  type AttemptKind,
  type AttemptParams,
  type AttemptState,
  type Chain,
  type Intent,
  type Tier,
  type TransactionStatus,
} from '@waiaas/core';
import type { Approval, ApprovalReason, AttemptRow, StoredDecision, TransactionRow, WaitReason } from '@waiaas/pipeline';
import type { Attempt, Transaction } from '../../infra/prisma/generated/client.js';

const seconds = (value: bigint | null): number | null => (value === null ? null : Number(value));

/** A stored row as the pipeline sees it. The JSON columns were written by this process's own types and are read back as such. */
export function toTransactionRow(row: Transaction): TransactionRow {
  return {
    id: row.id,
    walletId: row.walletId,
    sessionId: row.sessionId,
    origin: row.origin,
    ipAddress: row.ipAddress,
    status: row.status as TransactionStatus,
    revision: row.revision,
    tier: row.tier as Tier | null,
    servedTier: row.servedTier as Tier | null,
    chain: row.chain as Chain,
    network: networkOf(row.network).name,
    intent: JSON.parse(row.request) as Intent,
    requestHash: row.requestHash,
    decision: JSON.parse(row.decision) as StoredDecision,
    policySetVersion: row.policySetVersion,
    usdMicros: row.usdMicros,
    maxFee: BigInt(row.maxFee),
    waitReason: row.waitReason as WaitReason | null,
    approvalReason: row.approvalReason as ApprovalReason | null,
    executeAt: seconds(row.executeAt),
    expiresAt: seconds(row.expiresAt),
    approval: row.approval === null ? null : (JSON.parse(row.approval) as Approval),
    txHash: row.txHash,
    createdAt: Number(row.createdAt),
    ...(row.restoredAt === null ? {} : { isRestored: true as const }),
  };
}

export function toAttemptRow(row: Attempt): AttemptRow {
  return {
    id: row.id,
    transactionId: row.transactionId,
    walletId: row.walletId,
    network: networkOf(row.network).name,
    number: row.number,
    kind: row.kind as AttemptKind,
    state: row.state as AttemptState,
    outcome: row.outcome === 'unknown' ? 'unknown' : 'known',
    nonce: row.nonce,
    lastValidBlockHeight: seconds(row.lastValidBlockHeight),
    params: JSON.parse(row.params) as AttemptParams,
    raw: row.rawTransaction,
    txHash: row.txHash,
    lastBroadcastAt: seconds(row.lastBroadcastAt),
    blockNumber: seconds(row.blockNumber),
    createdAt: Number(row.createdAt),
  };
}
