import type { PolicyRow } from '../policy-set.js';
import type { BoundRules, PolicyType } from '../rules/policy-type.js';
import { policyTypeOf } from '../rules/registry.js';

/** A row with its rules parsed. */
export interface CompiledPolicy {
  readonly row: PolicyRow;
  /** The type, or type and category: what exactly one row is in force for. */
  readonly key: string;
  /** Undefined for an unknown type. */
  readonly type: PolicyType | undefined;
  /** Undefined for an unknown type and for rules that its schema refuses. */
  readonly bound: BoundRules | undefined;
}

/**
 * Policies ready for judging: every rule parsed once, rows found by wallet.
 *
 * A row that cannot be read stays in the set: it denies everything it applies to.
 */
export interface PolicySet {
  readonly policies: readonly CompiledPolicy[];
  /** Rows of one wallet, or the global ones for null. */
  rowsOf(walletId: string | null): readonly CompiledPolicy[];
}

function compileRow(row: PolicyRow): CompiledPolicy {
  const type = policyTypeOf(row.type);
  const bound = type?.bind(row.rules, row.network);
  if (type === undefined || bound === undefined || !bound.ok) return { row, key: row.type, type, bound: undefined };
  const part = type.keyPart(bound.value.prepared);
  return { row, key: part === undefined ? row.type : `${row.type}:${part}`, type, bound: bound.value };
}

/** Parses every row once. Total: what is unreadable is kept as such. */
export function compilePolicies(rows: readonly PolicyRow[]): PolicySet {
  const policies = rows.map(compileRow);
  const byWallet = new Map<string | null, CompiledPolicy[]>();
  for (const policy of policies) {
    const list = byWallet.get(policy.row.walletId);
    if (list === undefined) byWallet.set(policy.row.walletId, [policy]);
    else list.push(policy);
  }
  return { policies, rowsOf: (walletId) => byWallet.get(walletId) ?? [] };
}
