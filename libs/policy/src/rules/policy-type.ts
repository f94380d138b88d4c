import { err, ok, type FieldIssue, type Result } from '@waiaas/core';
import type { RequestType } from '../request.js';
import type { JsonSchema, Place, Schema } from '../schema/schema.js';
import type { Case } from '../effective/case.js';
import type { Finding } from './finding.js';

/** Rules that were accepted: canonical as they are stored, and made ready for judging. */
export interface BoundRules {
  readonly rules: unknown;
  readonly prepared: unknown;
}

/** What GET /v1/policies/types tells about a type. */
export interface PolicyTypeInfo {
  readonly type: string;
  readonly label: string;
  readonly description: string;
  readonly effect: 'deny' | 'tier' | 'limit';
  readonly defaultDeny: boolean;
  readonly appliesTo: readonly RequestType[];
  readonly schema: JsonSchema;
  readonly example: unknown;
}

/** A type with its rules' shape hidden: what the registry holds. */
export interface PolicyType {
  readonly info: PolicyTypeInfo;
  /** Accepts and prepares rules, or names every refused member by its path inside them. */
  bind(rules: unknown, network: string | null): Result<BoundRules, readonly FieldIssue[]>;
  /** The part of the rules that is part of the key; undefined for all types but one. */
  keyPart(prepared: unknown): string | undefined;
  /** Every failed check and demanded tier of the effective policy. */
  judge(prepared: unknown, subject: Case): readonly Finding[];
  /** What the absence of the type means. */
  judgeAbsence(subject: Case): readonly Finding[];
}

/** A type whose effective rules other checks may look up. */
export interface TypedPolicy<P> extends PolicyType {
  /** The effective rules in a case; undefined where no policy of the type is in force. */
  effectiveIn(subject: Pick<Case, 'effective'>): P | undefined;
}

interface Definition<R, P> extends Omit<PolicyTypeInfo, 'schema' | 'defaultDeny' | 'example'> {
  readonly schema: Schema<R>;
  readonly example: R;
  readonly prepare: (rules: R) => P;
  readonly judge: (prepared: P, subject: Case) => readonly Finding[];
  /** Given for the types that deny by their absence, or mean something else by it. */
  readonly absent?: (subject: Case) => readonly Finding[];
  /** False where `absent` is a milder default than refusing whatever the type looks at. */
  readonly deniesByAbsence?: false;
  readonly keyPart?: (prepared: P) => string;
  /** What the rules may only say in rows of some scope. */
  readonly checkRow?: (row: { readonly rules: R; readonly network: string | null }, place: Place) => void;
}

/** Declares one policy type: its rules once, and how they judge. */
export function definePolicy<R, P>(definition: Definition<R, P>): TypedPolicy<P> {
  const { schema, example, prepare, judge, absent, deniesByAbsence, keyPart, checkRow, ...info } = definition;
  const defaultDeny = absent !== undefined && deniesByAbsence !== false;
  return {
    info: { ...info, defaultDeny, schema: schema.json, example },
    bind(rules, network) {
      const issues: FieldIssue[] = [];
      const place = { path: 'rules', issues };
      const value = schema.read(rules, place);
      if (value !== undefined) checkRow?.({ rules: value, network }, place);
      if (value === undefined || issues.length > 0) return err(issues);
      return ok({ rules: value, prepared: prepare(value) });
    },
    keyPart: (prepared) => keyPart?.(prepared as P),
    judge: (prepared, subject) => judge(prepared as P, subject),
    judgeAbsence: (subject) => absent?.(subject) ?? [],
    effectiveIn: (subject) => subject.effective.preparedOf(info.type) as P | undefined,
  };
}
