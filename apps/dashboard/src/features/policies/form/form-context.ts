import { createContext, useContext, type ReactNode } from 'react';
import type { PolicyText } from '../policy-text';
import type { Path, Rules } from '../rules/draft';
import type { JsonSchema } from '../rules/json-schema';

export interface RuleFieldProps {
  readonly path: Path;
  readonly schema: JsonSchema;
  readonly isRequired: boolean;
}

/** What every field of a form about rules needs. */
export interface RuleFormParts {
  readonly rules: Rules;
  readonly edit: (path: Path, value: unknown) => void;
  readonly t: PolicyText;
  /** What the daemon refused about a member, by its name. */
  readonly issueAt: (name: string) => string | undefined;
  /** The names of all members that were refused. */
  readonly refused: readonly string[];
  /** Whose address it is, if it is known here. */
  readonly nameOf: (address: string) => string | undefined;
  /** The network of the policy; undefined where it holds on every one. */
  readonly network: string | undefined;
  /** Fields hold fields: the one that chooses among them is handed down. */
  readonly Field: (props: RuleFieldProps) => ReactNode;
}

export const RuleFormContext = createContext<RuleFormParts | undefined>(undefined);

export function useRuleForm(): RuleFormParts {
  const parts = useContext(RuleFormContext);
  if (parts === undefined) throw new Error('a field stands outside of its form');
  return parts;
}

/** As the daemon names it in its issues. */
export function fieldName(path: Path): string {
  return ['rules', ...path].join('.');
}

export function lastMember(path: Path): string {
  return path.findLast((part): part is string => typeof part === 'string') ?? '';
}

export function valueAt(rules: Rules, path: Path): unknown {
  let value: unknown = rules;
  for (const part of path) value = (value as Readonly<Record<string | number, unknown>> | undefined)?.[part];
  return value;
}
