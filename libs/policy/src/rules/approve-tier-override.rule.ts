import type { Tier } from '@waiaas/core';
import type { Case } from '../effective/case.js';
import { object } from '../schema/object.js';
import { oneOf } from '../schema/scalars.js';
import { floor, type Finding, TIERS } from './finding.js';
import { definePolicy } from './policy-type.js';
import { say, type Wording } from '../words/wording.js';

/** A grant has the floor of the policy, else APPROVAL; a revocation has NOTIFY either way. */
function judgeApprovals(
  tier: Tier,
  { operations }: Case,
  field: { readonly field?: string; readonly limit?: string; readonly suggestion?: Wording },
): readonly Finding[] {
  return operations
    .filter(({ kind }) => kind === 'APPROVE')
    .map(({ isRevocation, path }) => floor(isRevocation ? 'NOTIFY' : tier, { ...(isRevocation ? {} : field), operation: path }));
}

export const approveTierOverride = definePolicy({
  type: 'APPROVE_TIER_OVERRIDE',
  label: 'Tier of allowances',
  description:
    'An allowance asks a human; this policy puts another tier in the place of that one demand. Spending limits still count.',
  effect: 'tier',
  appliesTo: ['APPROVE', 'CONTRACT_CALL', 'BATCH', 'SIGN_TYPED_DATA'],
  schema: object({ tier: oneOf(TIERS) }),
  example: { tier: 'DELAY' as const },
  prepare: (rules) => rules.tier,
  judge: (tier, subject) => judgeApprovals(tier, subject, { field: 'tier', limit: tier }),
  absent: (subject) => judgeApprovals('APPROVAL', subject, { suggestion: say('ASK_TIER_OVERRIDE', {}) }),
  deniesByAbsence: false,
});
