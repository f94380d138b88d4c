import type { PolicyTypeItem } from '@waiaas/api-types';
import { DomainError, type FieldIssue, validationError } from '@waiaas/core';
import { policyTypes as builtTypes, validatePolicy, type ValidPolicy } from '@waiaas/policy';

/** Every type of the contract, in the order denials are reported. */
const NAMES: ReadonlySet<string> = new Set([
  'TIME_RESTRICTION',
  'RATE_LIMIT',
  'ALLOWED_NETWORKS',
  'WHITELIST',
  'X402_ALLOWED_DOMAINS',
  'ERC8128_ALLOWED_DOMAINS',
  'ALLOWED_TOKENS',
  'CONTRACT_WHITELIST',
  'METHOD_WHITELIST',
  'APPROVED_SPENDERS',
  'APPROVE_AMOUNT_LIMIT',
  'LENDING_ASSET_WHITELIST',
  'LENDING_LTV_LIMIT',
  'PERP_ALLOWED_MARKETS',
  'PERP_MAX_LEVERAGE',
  'PERP_MAX_POSITION_USD',
  'VENUE_WHITELIST',
  'SPENDING_LIMIT',
  'APPROVE_TIER_OVERRIDE',
  'REPUTATION_THRESHOLD',
  'ACTION_CATEGORY_LIMIT',
]);

interface RuledRow {
  readonly type: string;
  readonly network: string | null;
}

/** Rules in canonical form, and what exactly one policy of a scope is in force for. Throws a 400 that names every refused member. */
export function checkedPolicy({ type, network }: RuledRow, rules: unknown): Pick<ValidPolicy, 'rules' | 'key'> {
  const checked = validatePolicy({ type, rules, network });
  if (checked.ok) return checked.value;
  // A type that is known but not enforced must not be stored: its owner would believe it protects.
  const isUnknown = checked.error.some((issue) => issue.path === 'type');
  if (isUnknown && NAMES.has(type)) throw new DomainError('NOT_IMPLEMENTED');
  throw validationError(checked.error.map(inRequest), 'See GET /v1/policies/types.');
}

/** The engine names members inside the rules; the caller sent them under `rules`. */
function inRequest(issue: FieldIssue): FieldIssue {
  if (issue.path === 'type' || issue.path === 'rules' || issue.path.startsWith('rules.')) return issue;
  return { ...issue, path: issue.path === '' ? 'rules' : `rules.${issue.path}` };
}

export function policyTypes(): readonly PolicyTypeItem[] {
  return builtTypes().map((info) => ({ ...info, appliesTo: [...info.appliesTo], schema: { ...info.schema } }));
}
