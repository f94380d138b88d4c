import type { AttemptRow, PlannedAttempt } from '@waiaas/pipeline';

export function newAttempt(plan: PlannedAttempt, nonce: number | null, number: number, at: number): AttemptRow {
  return {
    id: plan.id,
    transactionId: plan.row.id,
    walletId: plan.row.walletId,
    network: plan.row.network,
    number,
    kind: 'original',
    state: 'RESERVED',
    outcome: 'known',
    nonce,
    lastValidBlockHeight: plan.params.kind === 'solana' ? plan.params.lastValidBlockHeight : null,
    params: plan.params,
    raw: null,
    txHash: null,
    lastBroadcastAt: null,
    blockNumber: null,
    createdAt: at,
  };
}

export function attemptColumns(attempt: AttemptRow): Record<string, string | number | bigint | null> {
  return {
    id: attempt.id,
    transaction_id: attempt.transactionId,
    wallet_id: attempt.walletId,
    network: attempt.network,
    number: attempt.number,
    kind: attempt.kind,
    state: attempt.state,
    nonce: attempt.nonce,
    last_valid_block_height: attempt.lastValidBlockHeight,
    params: JSON.stringify(attempt.params),
    created_at: attempt.createdAt,
    updated_at: attempt.createdAt,
  };
}

export function nonceColumns(attempt: AttemptRow, at: number): Record<string, string | number>[] {
  if (attempt.nonce === null) return [];
  return [
    {
      wallet_id: attempt.walletId,
      network: attempt.network,
      nonce: attempt.nonce,
      transaction_id: attempt.transactionId,
      created_at: at,
    },
  ];
}
