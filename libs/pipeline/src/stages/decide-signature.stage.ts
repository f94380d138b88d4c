import { DomainError } from '@waiaas/core';
import { say, wordingText, type FeeLimits } from '@waiaas/policy';
import type { LedgerView } from '../ports/ledger.port.js';
import type { StoredDecision } from '../ports/rows.js';
import type { Landing, NewSignature } from '../ports/signature-rows.js';
import { spendLines } from './decide/verdict-rows.js';
import { OUTDATED, refuseUnlessActive } from './decide.stage.js';
import { isServed, judge } from './policy.stage.js';
import type { PreparedSignature } from './prepare-signature.stage.js';

export interface SignatureContext {
  readonly id: string;
  readonly attemptId: string;
  readonly sessionId: string;
  readonly actor: string;
  readonly ipAddress: string;
  readonly now: number;
  readonly feeLimits: FeeLimits;
  /** The lowest nonce nobody holds, at or above the one given. */
  readonly freeNonce: (firstFree: number) => Promise<number>;
}

/** How long a signature that names no deadline counts as open. */
const NO_DEADLINE_SECONDS = 2_592_000;

/**
 * Decides a signature that is handed out and gives the row to write, in the caller's one transaction and before anything is signed.
 *
 * Nobody waits for a signature: what would ask for more than a notice is refused. The nonce of a transaction must be the one this
 * wallet has free, so that what is handed out neither waits behind others nor takes their place.
 */
export async function decideSignature(
  view: LedgerView,
  prepared: PreparedSignature,
  context: SignatureContext,
): Promise<NewSignature | typeof OUTDATED> {
  refuseUnlessActive(view);
  if (view.policySetVersion !== prepared.policySetVersion) return OUTDATED;
  await refuseOtherNonce(prepared, context);
  const { request, judged: asked, context: facts, prices, maxFee } = prepared;
  const { decision, stored } = await judge(
    view,
    { walletId: request.walletId, request: asked, context: facts, prices, maxFee },
    context,
  );
  const verdict = withoutWaiting(stored);
  const { id, sessionId, actor, ipAddress, now } = context;
  return {
    ...{ id, sessionId, actor, ipAddress, at: now, request, maxFee },
    origin: request.signs === 'transaction' ? 'sign' : 'sign-message',
    status: verdict.allowed ? 'SIGNED' : 'DENIED',
    tier: verdict.tier,
    requestHash: prepared.requestHash,
    decision: verdict,
    spends: spendLines(decision.spends),
    usdMicros: stored.usdMicros,
    deadline: deadlineOf(prepared, now),
    landing: verdict.allowed ? landingOf(prepared, context) : undefined,
  };
}

async function refuseOtherNonce({ landing }: PreparedSignature, { freeNonce }: SignatureContext): Promise<void> {
  if (landing?.nonce === undefined) return;
  const free = await freeNonce(landing.nonce.firstFree);
  if (landing.nonce.stated === free) return;
  const issue = { path: 'transaction', code: 'nonce', message: `must carry the nonce ${String(free)}` };
  throw new DomainError('INVALID_TRANSACTION', {
    details: { reason: 'NONCE', nonce: free, issues: [issue] },
    hint: 'Build the transaction again with the nonce this wallet has free.',
  });
}

/** A wait cannot be served here: a tier above NOTIFY is a refusal. */
function withoutWaiting(stored: StoredDecision): StoredDecision {
  const { allowed, tier } = stored;
  if (!allowed || tier === null || isServed(tier, null)) return stored;
  const reasonWords = say('SIGNATURE_CANNOT_WAIT', { tier });
  const match = {
    ...{ policyId: null, version: null, type: 'SIGN', outcome: 'deny', code: 'SIGN_TIER_TOO_HIGH', tier: null },
    ...{ field: 'tier', limit: 'NOTIFY', actual: tier, operation: null },
  };
  return {
    ...stored,
    allowed: false,
    tier: null,
    denyCode: 'SIGN_TIER_TOO_HIGH',
    ...{ reason: wordingText(reasonWords), reasonWords },
    ...{ delaySeconds: null, approvalTimeoutSeconds: null, approvalReason: null },
    matched: [...stored.matched, match],
  };
}

/** A deadline in the past is no proof that nobody takes the signature: it counts from now at the earliest. */
function deadlineOf({ landing, deadline }: PreparedSignature, now: number): number | null {
  if (landing !== undefined) return null;
  return Math.max(deadline ?? now + NO_DEADLINE_SECONDS, now);
}

function landingOf({ landing }: PreparedSignature, { attemptId }: SignatureContext): Landing | undefined {
  if (landing === undefined) return undefined;
  const { params, nonce } = landing;
  return { attemptId, params, nonce: nonce?.stated ?? null };
}
