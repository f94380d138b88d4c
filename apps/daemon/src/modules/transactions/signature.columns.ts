import { canonicalJson, type JsonValue } from '@waiaas/core';
import type { Landing, NewSignature, StoredOperation } from '@waiaas/pipeline';

type Columns = Record<string, string | number | bigint | boolean | null>;

export function signatureColumns(row: NewSignature, policySetVersion: number): Columns {
  const { request, decision } = row;
  const [first, ...others] = decision.operations;
  const shown = others.length === 0 ? first : undefined;
  return {
    id: row.id,
    wallet_id: request.walletId,
    session_id: row.sessionId,
    origin: row.origin,
    ip_address: row.ipAddress,
    type: request.type,
    status: row.status,
    tier: row.tier,
    chain: request.chain,
    network: request.network,
    ...shownColumns(shown),
    request: canonicalJson(request as unknown as JsonValue),
    request_hash: row.requestHash,
    decision: JSON.stringify(decision),
    policy_set_version: policySetVersion,
    usd_micros: row.usdMicros,
    max_fee: row.maxFee.toString(),
    expires_at: row.deadline,
    error_code: decision.denyCode,
    error: decision.allowed ? null : decision.reason,
    created_at: row.at,
    updated_at: row.at,
  };
}

/** What lists show: where to and how much, where it is one thing. */
function shownColumns(operation: StoredOperation | undefined): Columns {
  return {
    to_address: operation?.target ?? null,
    amount: operation?.amount ?? null,
    amount_decimals: operation?.decimals ?? null,
  };
}

export function landingColumns(row: NewSignature, { attemptId, params, nonce }: Landing): Columns {
  return {
    id: attemptId,
    transaction_id: row.id,
    wallet_id: row.request.walletId,
    network: row.request.network,
    number: 1,
    kind: 'original',
    state: 'RESERVED',
    nonce,
    last_valid_block_height: params.kind === 'solana' ? params.lastValidBlockHeight : null,
    params: JSON.stringify(params),
    created_at: row.at,
    updated_at: row.at,
  };
}

export function signatureNonceColumns(row: NewSignature, { nonce }: Landing): Columns[] {
  if (nonce === null) return [];
  const { walletId, network } = row.request;
  return [{ wallet_id: walletId, network, nonce, transaction_id: row.id, created_at: row.at }];
}
