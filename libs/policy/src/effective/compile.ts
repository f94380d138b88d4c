import { findNetwork } from '@waiaas/core';
import type { Match } from '../decision.js';
import type { PolicyRow } from '../policy-set.js';
import type { BoundRules, PolicyType } from '../rules/policy-type.js';
import { policyTypeOf } from '../rules/registry.js';
import { shadowedMatch } from './report.js';

/** A row with its rules parsed. */
export interface CompiledPolicy {
  readonly row: PolicyRow;
  /** The type, or type and category: what exactly one row is in force for. */
  readonly key: string;
  /** Undefined for an unknown type. */
  readonly type: PolicyType | undefined;
  /** Undefined for an unknown type and for rules that its schema refuses. */
  readonly bound: BoundRules | undefined;
  /** What a result says of it where another row stands before it: the same each time. */
  readonly inShadow: Match;
}

/** Enabled rows of one scope. */
export interface Scope {
  /** Of each key the highest priority first. */
  readonly byKey: ReadonlyMap<string, readonly CompiledPolicy[]>;
  readonly corrupt: readonly CompiledPolicy[];
}

/**
 * Policies ready for judging: every rule parsed once, rows found by scope, of each key the strongest first.
 *
 * A row that cannot be read stays in the set: it denies everything it applies to.
 */
export interface PolicySet {
  readonly policies: readonly CompiledPolicy[];
  /** Rows for exactly this wallet and network; null for rows that name none. */
  inScope(walletId: string | null, network: string | null): Scope;
}

const EMPTY: Scope = { byKey: new Map(), corrupt: [] };

/** A network nobody knows: where the row was meant to apply cannot be told, so it applies everywhere. */
function isMisplaced({ network }: PolicyRow): boolean {
  return network !== null && findNetwork(network) === undefined;
}

function compileRow(row: PolicyRow): CompiledPolicy {
  const type = policyTypeOf(row.type);
  const bound = isMisplaced(row) ? undefined : type?.bind(row.rules, row.network);
  const inShadow = shadowedMatch(row);
  if (type === undefined || bound === undefined || !bound.ok) return { row, key: row.type, type, bound: undefined, inShadow };
  const part = type.keyPart(bound.value.prepared);
  return { row, key: part === undefined ? row.type : `${row.type}:${part}`, type, bound: bound.value, inShadow };
}

/** Equal priorities cannot be stored; the id only makes the order total. */
function byStrength(a: CompiledPolicy, b: CompiledPolicy): number {
  return b.row.priority - a.row.priority || (a.row.id < b.row.id ? -1 : 1);
}

function grouped<K>(policies: readonly CompiledPolicy[], keyOf: (policy: CompiledPolicy) => K): Map<K, CompiledPolicy[]> {
  const groups = new Map<K, CompiledPolicy[]>();
  for (const policy of policies) {
    const group = groups.get(keyOf(policy));
    if (group === undefined) groups.set(keyOf(policy), [policy]);
    else group.push(policy);
  }
  return groups;
}

function scopeKey(walletId: string | null, network: string | null): string {
  return JSON.stringify([walletId, network]);
}

function scopeOf(policies: readonly CompiledPolicy[]): Scope {
  return {
    byKey: grouped([...policies].sort(byStrength), (policy) => policy.key),
    corrupt: policies.filter((policy) => policy.bound === undefined),
  };
}

/** Parses every row once. Total: what is unreadable is kept as such. */
export function compilePolicies(rows: readonly PolicyRow[]): PolicySet {
  const policies = rows.map(compileRow);
  const enabled = policies.filter(({ row }) => row.enabled);
  const groups = grouped(enabled, ({ row }) => scopeKey(row.walletId, isMisplaced(row) ? null : row.network));
  const scopes = new Map([...groups].map(([key, group]) => [key, scopeOf(group)]));
  return { policies, inScope: (walletId, network) => scopes.get(scopeKey(walletId, network)) ?? EMPTY };
}
