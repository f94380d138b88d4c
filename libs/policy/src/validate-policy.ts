import { err, findNetwork, ok, resolveNetwork, type FieldIssue, type Result } from '@waiaas/core';
import type { BoundRules, PolicyType } from './rules/policy-type.js';
import { policyTypeOf } from './rules/registry.js';

/** A policy as it was asked for. */
export interface PolicyDraft {
  readonly type: string;
  readonly rules: unknown;
  readonly walletId?: string | null;
  readonly network?: string | null;
  readonly priority?: number;
  readonly enabled?: boolean;
}

/** A policy that may be stored: rules and network in canonical form. */
export interface ValidPolicy {
  readonly type: string;
  readonly rules: Readonly<Record<string, unknown>>;
  readonly walletId: string | null;
  readonly network: string | null;
  readonly priority: number;
  readonly enabled: boolean;
  /** What exactly one policy is in force for: the type, or type and category. */
  readonly key: string;
}

const INT32 = { min: -2_147_483_648, max: 2_147_483_647 };

function issue(path: string, code: string, message: string): FieldIssue {
  return { path, code, message };
}

function headIssues({ network, priority }: PolicyDraft): readonly FieldIssue[] {
  const issues: FieldIssue[] = [];
  if (typeof network === 'string' && resolveNetwork(network) === undefined)
    issues.push(issue('network', 'network', 'must be a known network'));
  if (priority !== undefined && !(Number.isInteger(priority) && priority >= INT32.min && priority <= INT32.max)) {
    issues.push(issue('priority', 'range', 'must be a 32-bit integer'));
  }
  return issues;
}

/**
 * Accepts a policy for storage, with its rules in canonical form, or names every refused member by its path.
 *
 * The one check for creating and updating; judging parses stored rules with the same schemas.
 */
export function validatePolicy(draft: PolicyDraft): Result<ValidPolicy, readonly FieldIssue[]> {
  const head = headIssues(draft);
  const network = resolveNetwork(draft.network ?? '')?.name ?? null;
  const type = policyTypeOf(draft.type);
  if (type === undefined) return err([issue('type', 'enum', 'is not a known policy type'), ...head]);
  const bound = type.bind(draft.rules, network);
  if (!bound.ok) return err([...head, ...bound.error]);
  if (head.length > 0) return err(head);
  const { walletId = null, priority = 0, enabled = true } = draft;
  const rules = bound.value.rules as Readonly<Record<string, unknown>>;
  return ok({ type: draft.type, rules, walletId, network, priority, enabled, key: keyOf(type, bound.value) });
}

/** The type, and with it the part of the rules that makes another key. */
function keyOf(type: PolicyType, { prepared }: BoundRules): string {
  const part = type.keyPart(prepared);
  return part === undefined ? type.info.type : `${type.info.type}:${part}`;
}

/** What exactly one policy is in force for: the type; for ACTION_CATEGORY_LIMIT the type and its category. */
export function policyKey(type: string, rules: unknown): string {
  const known = policyTypeOf(type);
  const bound = known?.bind(rules, findNetwork('ethereum-mainnet')?.name ?? null);
  return known !== undefined && bound?.ok === true ? keyOf(known, bound.value) : type;
}
