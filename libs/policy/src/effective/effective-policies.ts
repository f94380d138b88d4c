import type { PolicyRow } from '../policy-set.js';
import type { EffectiveRules } from './case.js';
import type { CompiledPolicy, PolicySet } from './compile.js';

/** Which request the rows are looked up for. */
export interface Subject {
  readonly walletId: string;
  readonly network: string | undefined;
}

/** The rows that apply to a request: per key the one in force and those in its shadow, and all whose rules are unreadable. */
export interface EffectivePolicies extends EffectiveRules {
  /** Rows in force of a type, in the order of their keys. */
  inForceOf(type: string): readonly CompiledPolicy[];
  shadowedOf(type: string): readonly CompiledPolicy[];
  readonly corrupt: readonly CompiledPolicy[];
}

function applies(row: PolicyRow, { walletId, network }: Subject): boolean {
  return row.enabled && (row.walletId === null || row.walletId === walletId) && (row.network === null || row.network === network);
}

/** Wallet and network beat wallet, wallet beats network, network beats neither. */
function scopeRank({ walletId, network }: PolicyRow): number {
  return (walletId === null ? 0 : 2) + (network === null ? 0 : 1);
}

/** Whether `a` beats `b`: scope first, then priority. Equal rows cannot be stored; the id only makes the order total. */
function beats(a: PolicyRow, b: PolicyRow): boolean {
  const byScope = scopeRank(a) - scopeRank(b);
  if (byScope !== 0) return byScope > 0;
  if (a.priority !== b.priority) return a.priority > b.priority;
  return a.id < b.id;
}

/** Picks, for one request, the row in force of every key. */
export function effectivePolicies(set: PolicySet, subject: Subject): EffectivePolicies {
  const inForce = new Map<string, CompiledPolicy>();
  const shadowed: CompiledPolicy[] = [];
  const corrupt: CompiledPolicy[] = [];
  for (const policy of [...set.rowsOf(null), ...set.rowsOf(subject.walletId)]) {
    if (!applies(policy.row, subject)) continue;
    if (policy.bound === undefined) corrupt.push(policy);
    const rival = inForce.get(policy.key);
    if (rival === undefined || beats(policy.row, rival.row)) {
      inForce.set(policy.key, policy);
      if (rival !== undefined) shadowed.push(rival);
    } else {
      shadowed.push(policy);
    }
  }
  const sorted = [...inForce.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  return {
    corrupt,
    inForceOf: (type) => sorted.filter(({ row }) => row.type === type),
    shadowedOf: (type) => shadowed.filter(({ row }) => row.type === type),
    preparedOf: (type) => inForce.get(type)?.bound?.prepared,
  };
}
