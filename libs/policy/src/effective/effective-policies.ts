import type { Match } from '../decision.js';
import { derivedOnce } from '../derived-once.js';
import type { EffectiveRules } from './case.js';
import type { CompiledPolicy, PolicySet, Scope } from './compile.js';

/** Which request the rows are looked up for. */
export interface Subject {
  readonly walletId: string;
  readonly network: string | undefined;
}

/** The rows that apply to a request: per key the one in force and those in its shadow, and all whose rules are unreadable. */
export interface EffectivePolicies extends EffectiveRules {
  /** Rows in force of a type, in the order of their keys. */
  inForceOf(type: string): readonly CompiledPolicy[];
  /** What a result says of the rows of a type that others stand before: thousands perhaps, the same for every request. */
  shadowedOf(type: string): readonly Match[];
  readonly corrupt: readonly CompiledPolicy[];
}

/** Wallet and network beat wallet, wallet beats network, network beats neither: whatever the priorities. */
function strongestFirst(set: PolicySet, { walletId, network }: Subject): readonly Scope[] {
  return [walletId, null].flatMap((wallet) => {
    const anywhere = set.inScope(wallet, null);
    return network === undefined ? [anywhere] : [set.inScope(wallet, network), anywhere];
  });
}

function byType(policies: readonly CompiledPolicy[]): ReadonlyMap<string, readonly CompiledPolicy[]> {
  const groups = new Map<string, CompiledPolicy[]>();
  for (const policy of policies) {
    const group = groups.get(policy.row.type);
    if (group === undefined) groups.set(policy.row.type, [policy]);
    else group.push(policy);
  }
  return groups;
}

function matchesByType(policies: readonly CompiledPolicy[]): ReadonlyMap<string, readonly Match[]> {
  return new Map([...byType(policies)].map(([type, group]) => [type, group.map(({ inShadow }) => inShadow)]));
}

/** By wallet and network: a set is asked about few of them, and about those for as long as it lives. */
const picked = derivedOnce((_set: PolicySet) => new Map<string, EffectivePolicies>());

/** Picks, for one request, the row in force of every key. */
export function effectivePolicies(set: PolicySet, subject: Subject): EffectivePolicies {
  const known = picked(set);
  const key = JSON.stringify([subject.walletId, subject.network ?? null]);
  const found = known.get(key) ?? pick(set, subject);
  known.set(key, found);
  return found;
}

function pick(set: PolicySet, subject: Subject): EffectivePolicies {
  const scopes = strongestFirst(set, subject);
  const inForce = new Map<string, CompiledPolicy>();
  const shadowed: CompiledPolicy[] = [];
  for (const [key, policies] of scopes.flatMap(({ byKey }) => [...byKey])) {
    const [strongest, ...others] = policies;
    if (strongest === undefined) continue;
    if (inForce.has(key)) shadowed.push(strongest);
    else inForce.set(key, strongest);
    for (const other of others) shadowed.push(other);
  }
  const sorted = byType([...inForce.values()].sort((a, b) => (a.key < b.key ? -1 : 1)));
  // A row that cannot be read denies from the shadow too: that is what is said of it, once.
  const hidden = matchesByType(shadowed.filter(({ bound }) => bound !== undefined));
  return {
    corrupt: scopes.flatMap(({ corrupt }) => corrupt),
    inForceOf: (type) => sorted.get(type) ?? [],
    shadowedOf: (type) => hidden.get(type) ?? [],
    preparedOf: (type) => inForce.get(type)?.bound?.prepared,
  };
}
