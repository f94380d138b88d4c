import type { Case } from '../effective/case.js';
import type { Operation } from '../operations/operation.js';
import { object, optional } from '../schema/object.js';
import { digits, flag } from '../schema/scalars.js';
import { grantsOf } from './approved-spenders.rule.js';
import { deny, floor, type Finding } from './finding.js';
import { definePolicy } from './policy-type.js';
import { say } from '../words/wording.js';

interface AmountLimit {
  readonly maxAmount: bigint | undefined;
  readonly isUnlimitedBlocked: boolean;
}

// The absence of the policy blocks unlimited allowances as the policy does.
const WITHOUT_POLICY: AmountLimit = { maxAmount: undefined, isUnlimitedBlocked: true };

function judgeUnlimited(limit: AmountLimit, { isUnlimited, spender, path }: Operation): readonly Finding[] {
  if (!isUnlimited) return [];
  if (!limit.isUnlimitedBlocked) return [floor('APPROVAL', { field: 'blockUnlimited', limit: 'false', operation: path })];
  return [
    deny('APPROVE_UNLIMITED_BLOCKED', say('ALLOWANCE_UNLIMITED', { address: spender ?? '(none)' }), {
      field: 'blockUnlimited',
      limit: 'true',
      operation: path,
      suggestion:
        limit.maxAmount === undefined ? say('ASK_ALLOWANCE', {}) : say('UNITS_PASS', { amount: limit.maxAmount.toString() }),
    }),
  ];
}

function judgeAmount({ maxAmount }: AmountLimit, { amount, spender, path }: Operation): readonly Finding[] {
  if (maxAmount === undefined || (amount !== undefined && amount <= maxAmount)) return [];
  return [
    deny(
      'APPROVE_AMOUNT_LIMIT_VIOLATION',
      say('ALLOWANCE_TOO_LARGE', { address: spender ?? '(none)', limit: maxAmount.toString() }),
      {
        field: 'maxAmount',
        limit: maxAmount.toString(),
        operation: path,
        suggestion: say('UNITS_PASS', { amount: maxAmount.toString() }),
      },
    ),
  ];
}

function judgeGrants(limit: AmountLimit, subject: Case): readonly Finding[] {
  const grants = grantsOf(subject);
  return [
    ...grants.flatMap((operation) => judgeUnlimited(limit, operation)),
    ...grants.flatMap((operation) => judgeAmount(limit, operation)),
  ];
}

export const approveAmountLimit = definePolicy({
  type: 'APPROVE_AMOUNT_LIMIT',
  label: 'Allowance limit',
  description:
    'Refuses allowances above maxAmount base units. Unlimited ones are blocked, also without this policy, unless blockUnlimited is false.',
  effect: 'limit',
  appliesTo: ['APPROVE', 'CONTRACT_CALL', 'BATCH', 'SIGN_TYPED_DATA'],
  schema: object({ maxAmount: optional(digits()), blockUnlimited: optional(flag()) }),
  example: { maxAmount: '2000000', blockUnlimited: true },
  prepare: (rules): AmountLimit => ({
    maxAmount: rules.maxAmount === undefined ? undefined : BigInt(rules.maxAmount),
    isUnlimitedBlocked: rules.blockUnlimited ?? true,
  }),
  judge: judgeGrants,
  absent: (subject) => judgeGrants(WITHOUT_POLICY, subject),
  deniesByAbsence: false,
});
