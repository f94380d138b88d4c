import type { Tier } from '@waiaas/core';
import type { Decision, DecisionResult } from './decision.js';
import type { Case } from './effective/case.js';
import type { PolicySet } from './effective/compile.js';
import { effectivePolicies, type EffectivePolicies } from './effective/effective-policies.js';
import { openCase } from './effective/open-case.js';
import { approvalReasonOf, denialsOf, floorsOf, matchesOf, tierOf, warningsOf, type Verdict } from './effective/report.js';
import type { Facts } from './facts.js';
import { toUsdMicros } from './money/ratio.js';
import type { PolicyRequest } from './request.js';
import { judgeConstraints } from './constraints/judge-constraints.js';
import { corruptPolicies } from './rules/corrupt-policies.js';
import { defaultFloors } from './rules/default-floors.js';
import { judgeFee } from './rules/fee.js';
import type { Floor } from './rules/finding.js';
import { POLICY_TYPES } from './rules/registry.js';
import { spendingLimit } from './rules/spending-limit.rule.js';
import { suggestionFor } from './suggestion.js';
import { decidedOperations } from './effective/decided-operations.js';
import { spendsOf } from './value/spends.js';
import { wordingText } from './words/wording.js';

/** Types in their fixed order: per type the rows in force, then those in their shadow, then what its absence means. */
function judgePolicies(policies: EffectivePolicies, subject: Case): readonly Verdict[] {
  return POLICY_TYPES.flatMap((type): readonly Verdict[] => {
    const inForce = policies.inForceOf(type.info.type);
    if (inForce.length === 0) return [{ type: type.info.type, row: null, findings: type.judgeAbsence(subject) }];
    const readable = inForce.flatMap(({ row, bound }): readonly Verdict[] =>
      bound === undefined ? [] : [{ type: row.type, row, findings: type.judge(bound.prepared, subject) }],
    );
    const shadowed = policies.shadowedOf(type.info.type);
    return [...readable, { type: type.info.type, row: null, findings: [], shadowed }];
  });
}

/** Every check over the whole request, in the order denials are reported. The session's own constraints come last. */
function judgeAll(policies: EffectivePolicies, subject: Case): readonly Verdict[] {
  const verdicts = [
    ...corruptPolicies(policies.corrupt),
    ...judgePolicies(policies, subject),
    ...defaultFloors(subject),
    ...judgeFee(subject.facts),
  ];
  return [...verdicts, ...judgeConstraints(subject, tierOf(floorsOf(verdicts)))];
}

type Wait = Pick<DecisionResult, 'delaySeconds' | 'approvalTimeoutSeconds' | 'approvalReason'>;

/** How long an allowed request waits, and what for. */
function waitOf(tier: Tier, floors: readonly Floor[], subject: Case): Wait {
  const limit = spendingLimit.effectiveIn(subject);
  const { defaultDelaySeconds, defaultApprovalTimeoutSeconds } = subject.facts.settings;
  const delaySeconds = limit?.delaySeconds ?? defaultDelaySeconds;
  const approvalTimeoutSeconds = limit?.approvalTimeoutSeconds ?? defaultApprovalTimeoutSeconds;
  if (tier === 'DELAY') return { ...NO_WAIT, delaySeconds };
  if (tier === 'APPROVAL') return { ...NO_WAIT, approvalTimeoutSeconds, approvalReason: approvalReasonOf(floors) };
  return NO_WAIT;
}

const NO_WAIT: Wait = { delaySeconds: null, approvalTimeoutSeconds: null, approvalReason: null };

/** What becomes of the request: the first denial in the fixed order, else the highest tier. */
function outcomeOf(verdicts: readonly Verdict[], subject: Case) {
  const [denial] = denialsOf(verdicts);
  if (denial !== undefined) {
    const reason = wordingText(denial.reason);
    return { allowed: false, tier: null, denyCode: denial.code, reason, reasonWords: denial.reason, ...NO_WAIT };
  }
  const floors = floorsOf(verdicts);
  const tier = tierOf(floors);
  return { allowed: true, tier, denyCode: null, reason: null, reasonWords: null, ...waitOf(tier, floors, subject) };
}

function resultOf(policies: EffectivePolicies, subject: Case): DecisionResult {
  const verdicts = judgeAll(policies, subject);
  const rejudge = (request: PolicyRequest): Tier | undefined => {
    const again = judgeAll(policies, openCase(policies, subject.facts, request));
    return denialsOf(again).length > 0 ? undefined : tierOf(floorsOf(again));
  };
  return {
    ...outcomeOf(verdicts, subject),
    warnings: warningsOf(verdicts),
    matched: matchesOf(verdicts),
    ...suggestionFor(verdicts, subject, rejudge),
  };
}

/**
 * The verdict on one request: total and pure, equal input gives equal output.
 *
 * Every check looks at every operation and none returns early. The request is denied if any denial was found, else its tier is the highest
 * that anything demands. `usdMicros` is in micro-dollars, rounded up, null where part of the value is unknown.
 */
export function evaluate(set: PolicySet, facts: Facts, request: PolicyRequest): Decision {
  const policies = effectivePolicies(set, { walletId: facts.walletId, network: request.network });
  const subject = openCase(policies, facts, request);
  const { value } = subject;
  return {
    result: resultOf(policies, subject),
    spends: spendsOf(subject.facts, subject.bill, request),
    usdMicros: value.isComplete ? toUsdMicros(value.knownUsd) : null,
    operations: decidedOperations(subject.operations, subject.facts),
  };
}
