import type { FieldIssue } from '../errors/domain-error.js';

/** Where a value stands, and where its issues go. */
export interface Place {
  readonly path: string;
  readonly issues: FieldIssue[];
}

const MAX_ISSUES = 50;
const PLAIN_NAME = /^[A-Za-z0-9_$]{1,64}$/;

export function refuse({ path, issues }: Place, code: string, message: string): undefined {
  if (issues.length < MAX_ISSUES) issues.push({ path, code, message });
  return undefined;
}

/** A member's name is repeated only where it looks like one: anything else could be a value in the wrong place. */
export function within({ path, issues }: Place, member: string | number): Place {
  const name = typeof member === 'number' || PLAIN_NAME.test(member) ? String(member) : '?';
  return { path: path === '' ? name : `${path}.${name}`, issues };
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
