import type { Tier } from '@waiaas/core';
import type { Case } from '../effective/case.js';
import { decimalText, parseDecimal, readDecimal } from '../money/decimal.js';
import { isAbove, ZERO, type Ratio } from '../money/ratio.js';
import { object, optional } from '../schema/object.js';
import { decimalNumber, flag, oneOf, text } from '../schema/scalars.js';
import { floor, TIERS, type Finding } from './finding.js';
import { definePolicy } from './policy-type.js';
import { say, type Wording } from '../words/wording.js';

interface Threshold {
  readonly minScore: Ratio;
  readonly minText: string;
  readonly below: Tier;
  readonly unrated: Tier;
  readonly isOn: boolean;
}

/** Whether somebody else takes part: a recipient, a spender or a called contract. */
function hasCounterparty({ operations }: Case): boolean {
  return operations.some(
    // Somebody is paid, named or not.
    ({ kind, to, spender, contract }) => kind === 'X402_PAYMENT' || (to ?? spender ?? contract) !== undefined,
  );
}

function remedy({ minText }: Threshold): Wording {
  return say('REPUTATION_HELPS', { amount: minText });
}

function judgeReputation(rules: Threshold, subject: Case): readonly Finding[] {
  if (!rules.isOn || !hasCounterparty(subject)) return [];
  const { rated, score: written } = subject.facts.context.reputation ?? { rated: false };
  const score = rated && written !== undefined ? parseDecimal(written) : undefined;
  if (score === undefined) return [floor(rules.unrated, { field: 'unrated_tier', suggestion: remedy(rules) })];
  return isAbove(rules.minScore, score)
    ? [floor(rules.below, { field: 'min_score', limit: rules.minText, suggestion: remedy(rules) })]
    : [];
}

export const reputationThreshold = definePolicy({
  type: 'REPUTATION_THRESHOLD',
  label: 'Reputation',
  description:
    'Requests whose worst counterparty scores below min_score, or is unrated, get the tier named for it. The daemon reads no ratings yet: outside of what-if everybody is unrated.',
  effect: 'tier',
  appliesTo: [
    'TRANSFER',
    'TOKEN_TRANSFER',
    'NFT_TRANSFER',
    'CONTRACT_CALL',
    'APPROVE',
    'BATCH',
    'X402_PAYMENT',
    'SIGN_TYPED_DATA',
  ],
  schema: object({
    min_score: decimalNumber({ max: 100 }),
    below_threshold_tier: optional(oneOf(TIERS)),
    unrated_tier: optional(oneOf(TIERS)),
    check_counterparty: optional(flag()),
    tag1: optional(text(1, 32)),
    tag2: optional(text(1, 32)),
  }),
  example: { min_score: 70, below_threshold_tier: 'DELAY' as const },
  prepare: (rules): Threshold => ({
    minScore: readDecimal(rules.min_score) ?? ZERO,
    minText: decimalText(rules.min_score) ?? '',
    below: rules.below_threshold_tier ?? 'APPROVAL',
    unrated: rules.unrated_tier ?? 'APPROVAL',
    isOn: rules.check_counterparty ?? true,
  }),
  judge: judgeReputation,
});
