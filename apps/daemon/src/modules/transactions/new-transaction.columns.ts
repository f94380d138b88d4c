import { canonicalJson, type Intent, type JsonValue } from '@waiaas/core';
import type { NewTransaction, SpendLine } from '@waiaas/pipeline';
import { FEE_CATEGORY } from '@waiaas/policy';
import { ledgerStateOf } from './ledger-book.repository.js';

type Columns = Record<string, string | number | bigint | boolean | null>;

/** A new row in database columns. The canonical request is stored as the very text that was hashed. */
export function newTransactionColumns(row: NewTransaction, policySetVersion: number): Columns {
  const { intent } = row;
  return {
    id: row.id,
    wallet_id: intent.walletId,
    session_id: row.sessionId,
    origin: row.origin,
    ip_address: row.ipAddress,
    type: intent.type,
    status: row.status,
    tier: row.tier,
    chain: intent.chain,
    network: intent.network,
    ...shownColumns(row),
    request: canonicalJson(intent as unknown as JsonValue),
    request_hash: row.requestHash,
    decision: JSON.stringify(row.decision),
    policy_set_version: policySetVersion,
    usd_micros: row.usdMicros,
    max_fee: row.maxFee.toString(),
    wait_reason: row.waitReason,
    approval_reason: row.approvalReason,
    execute_at: row.executeAt,
    expires_at: row.expiresAt,
    error_code: row.errorCode,
    error: row.decision.allowed ? null : row.decision.reason,
    created_at: row.at,
    updated_at: row.at,
  };
}

/** What lists show without reading the request: where to, how much, of what. */
function shownColumns({ intent, symbol, decimals }: NewTransaction): Columns {
  return {
    to_address: targetOf(intent),
    amount: 'amount' in intent ? intent.amount : null,
    amount_decimals: decimals,
    amount_symbol: symbol,
  };
}

function targetOf(intent: Intent): string | null {
  switch (intent.type) {
    case 'TRANSFER':
    case 'TOKEN_TRANSFER':
    case 'NFT_TRANSFER':
      return intent.to;
    case 'APPROVE':
      return intent.spender;
    case 'CONTRACT_CALL':
      return intent.contractAddress;
    case 'CONTRACT_DEPLOY':
    case 'BATCH':
      return null;
  }
}

/** One line per asset and one for the fee; a request that spends nothing has one too: it still counts in rate windows. */
export function newLedgerColumns(row: LedgerSubject & Pick<NewTransaction, 'spends'>): Columns[] {
  const { intent } = row;
  const nothing: SpendLine = {
    ...{ chain: intent.chain, network: intent.network, asset: null, amount: null, usdMicros: '0', isFee: false },
  };
  const spends = row.spends.length > 0 ? row.spends : [nothing];
  return spends.map((spend, line) => ledgerColumns(row, spend, line));
}

interface LedgerSubject extends Pick<NewTransaction, 'id' | 'sessionId' | 'status' | 'at'> {
  readonly intent: Pick<Intent, 'walletId' | 'chain' | 'network'> & { readonly type: string };
}

export function ledgerColumns(row: LedgerSubject, spend: SpendLine, line: number): Columns {
  return {
    transaction_id: row.id,
    line,
    wallet_id: row.intent.walletId,
    session_id: row.sessionId,
    type: row.intent.type,
    status: row.status,
    state: ledgerStateOf(row.status),
    chain: spend.chain,
    network: spend.network,
    asset: spend.asset,
    amount: spend.amount,
    usd_micros: spend.usdMicros,
    category: spend.isFee ? FEE_CATEGORY : null,
    at: row.at,
  };
}
