import type { PolicyItem, PolicyTypeItem } from '@waiaas/api-types';
import { useReducer, useState } from 'react';
import { changed, filledIn, startOf, type Path, type Rules } from '../rules/draft';
import type { Stated } from '../rules/rule-lines';
import type { Scope } from './scope-fields';

type Step = { readonly path: Path; readonly value: unknown } | { readonly all: Rules };

function step(rules: Rules, next: Step): Rules {
  return 'all' in next ? next.all : (changed(rules, next.path, next.value) as Rules);
}

export interface Draft {
  /** As they are entered, with what is still empty. */
  readonly rules: Rules;
  readonly edit: (path: Path, value: unknown) => void;
  readonly replace: (rules: Rules) => void;
  readonly scope: Scope;
  readonly setScope: (scope: Scope) => void;
  /** As it would be saved; undefined while something on the page cannot be read. */
  readonly wanted: Stated | undefined;
  /** Something differs from what the form began with. */
  readonly isDirty: boolean;
  readonly isJsonBroken: boolean;
  readonly setJsonBroken: (isBroken: boolean) => void;
}

interface DraftOf {
  readonly type: PolicyTypeItem;
  readonly policy: PolicyItem | undefined;
  readonly walletId: string;
}

/** A policy on its way: nothing of it is known to the daemon yet. */
export function useDraft({ type, policy, walletId }: DraftOf): Draft {
  const [first] = useState(() => ({ rules: policy?.rules ?? startOf(type), scope: scopeOf(policy, walletId) }));
  const [rules, dispatch] = useReducer(step, first.rules);
  const [scope, setScope] = useState<Scope>(first.scope);
  const [isJsonBroken, setJsonBroken] = useState(false);
  const [edit] = useState(() => (path: Path, value: unknown) => dispatch({ path, value }));
  const isWhole = /^-?\d{1,10}$/.test(scope.priority.trim());
  const stated = { rules: filledIn(rules) as Rules, priority: Number(scope.priority), enabled: scope.isEnabled };
  // Both grow from the same start, so that equal members stand in equal order.
  const isDirty = isJsonBroken || JSON.stringify({ rules, scope }) !== JSON.stringify(first);
  return {
    ...{ isDirty, rules, edit, scope, setScope, isJsonBroken, setJsonBroken },
    replace: (all) => dispatch({ all }),
    wanted: isWhole && !isJsonBroken ? stated : undefined,
  };
}

function scopeOf(policy: PolicyItem | undefined, walletId: string): Scope {
  if (policy === undefined) return { walletId, network: '', priority: '0', isEnabled: true };
  return {
    walletId: policy.walletId ?? '',
    network: policy.network ?? '',
    priority: String(policy.priority),
    isEnabled: policy.enabled,
  };
}
