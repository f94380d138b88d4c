import { ERROR_CODES } from '@waiaas/core';
import type { BudgetEntry, DenialDetails, ErrorResponse, SendResponse } from '@waiaas/api-types';
import type { NewTransaction, StoredDecision } from '@waiaas/pipeline';
import type { Match } from '@waiaas/policy';

export interface Answer {
  readonly status: number;
  readonly body: SendResponse | ErrorResponse;
}

/** The answer to a decided send: 201 with where it stands, or 403 with what refused it. */
/** `isKept`: a row that can be read later stands for it. */
export function answerOf(
  row: NewTransaction,
  policySetVersion: number,
  { requestId, isKept }: { readonly requestId: string; readonly isKept: boolean },
): Answer {
  return row.status === 'DENIED'
    ? { status: 403, body: denialBody(isKept ? row.id : null, row.decision, requestId) }
    : { status: 201, body: sendBody(row, policySetVersion) };
}

export function denialBody(transactionId: string | null, decision: StoredDecision, requestId: string): ErrorResponse {
  const code = decision.denyCode === 'CONSTRAINT_VIOLATED' ? 'CONSTRAINT_VIOLATED' : 'POLICY_DENIED';
  const [, retryable, message] = ERROR_CODES[code];
  return { code, message, retryable, requestId, details: { ...denialDetails(transactionId, decision) } };
}

const NO_MATCH: Pick<Match, 'type' | 'policyId' | 'field' | 'limit' | 'actual'> = {
  type: '',
  policyId: null,
  field: null,
  limit: null,
  actual: null,
};

function denialDetails(transactionId: string | null, decision: StoredDecision): DenialDetails {
  const match = matches(decision).find((entry) => entry.outcome === 'deny' && entry.code === decision.denyCode) ?? NO_MATCH;
  return {
    transactionId,
    policyType: match.type,
    policyId: match.policyId,
    denyCode: decision.denyCode ?? '',
    field: match.field,
    limit: match.limit,
    actual: match.actual,
    ...(decision.suggestion === null ? {} : { suggestion: decision.suggestion }),
  };
}

function sendBody(row: NewTransaction, policySetVersion: number): SendResponse {
  return {
    id: row.id,
    status: row.status,
    tier: row.tier ?? 'APPROVAL',
    walletId: row.intent.walletId,
    network: row.intent.network,
    requestHash: row.requestHash,
    policySetVersion,
    budget: budgetOf(row.decision),
    ...(row.waitReason === null ? {} : { waitReason: row.waitReason }),
    ...(row.executeAt === null ? {} : { executeAt: row.executeAt }),
    ...(row.expiresAt === null ? {} : { expiresAt: row.expiresAt }),
    ...(row.approvalReason === null ? {} : { approvalReason: row.approvalReason }),
  };
}

const WINDOW_FIELDS = { daily_limit_usd: 'daily', monthly_limit_usd: 'monthly' } as const;

/** What is left of each cumulative limit after this request; nothing where the limit is reached. */
export function budgetOf(decision: StoredDecision): readonly BudgetEntry[] {
  return matches(decision).flatMap((match) => {
    const window = match.field === null ? undefined : WINDOW_FIELDS[match.field as keyof typeof WINDOW_FIELDS];
    if (window === undefined || match.type !== 'SPENDING_LIMIT' || match.limit === null || match.actual === null) return [];
    return [{ window, limitUsd: match.limit, remainingUsd: remaining(match.limit, match.actual) }];
  });
}

function remaining(limit: string, actual: string): string {
  const left = micros(limit) - micros(actual);
  return formatUsdMicros(left > 0n ? left : 0n);
}

function micros(usd: string): bigint {
  const [whole = '0', fraction = ''] = usd.split('.');
  return BigInt(whole) * 1_000_000n + BigInt(fraction.slice(0, 6).padEnd(6, '0'));
}

/** Micro-dollars as a decimal string with at least two decimals: `4120.50`. */
export function formatUsdMicros(value: bigint): string {
  const digits = value.toString().padStart(7, '0');
  const fraction = digits.slice(-6).replace(/0{1,4}$/, '');
  return `${digits.slice(0, -6)}.${fraction}`;
}

function matches(decision: StoredDecision): readonly Match[] {
  return decision.matched as readonly Match[];
}
