import type { PolicyTypeItem } from '@waiaas/api-types';
import { validationError, type FieldIssue } from '@waiaas/core';
import { policyTypes as builtTypes, validatePolicy, type ValidPolicy } from '@waiaas/policy';

interface RuledRow {
  readonly type: string;
  readonly network: string | null;
}

const MAX_ISSUES = 50;

/** The policy with its rules in canonical form. Throws a 400 that names every refused member. */
export function checkedPolicy({ type, network }: RuledRow, rules: unknown): ValidPolicy {
  const checked = validatePolicy({ type, rules, network });
  if (checked.ok) return checked.value;
  throw validationError(checked.error.slice(0, MAX_ISSUES), 'See GET /v1/policies/types.');
}

/** What is wrong with type and rules, whatever else a body says. */
export function rulesIssues({ type, network }: RuledRow, rules: unknown): readonly FieldIssue[] {
  const checked = validatePolicy({ type, rules, network });
  return checked.ok ? [] : checked.error;
}

export function policyTypes(): readonly PolicyTypeItem[] {
  return builtTypes().map((info) => ({ ...info, appliesTo: [...info.appliesTo], schema: { ...info.schema } }));
}
