import { validationError, type DomainError, type FieldIssue } from '@waiaas/core';
import type { ValidationError } from 'class-validator';

const PLAIN_NAME = /^[A-Za-z0-9_.-]{1,64}$/;
const MAX_ISSUES = 50;

/** A member's name is repeated only where it looks like one; anything else could be a value in the wrong place. */
export function safeName(name: string): string {
  return PLAIN_NAME.test(name) ? name : '?';
}

/** class-validator says "amount must be …" and "each value in amount must be …"; the path names the member already. */
function withoutName(message: string, property: string): string {
  return message.replaceAll(`${property} `, '').replace('each value in ', 'each entry ');
}

function issuesOf(error: ValidationError, parent: string): FieldIssue[] {
  const path = parent === '' ? safeName(error.property) : `${parent}.${safeName(error.property)}`;
  const own = Object.entries(error.constraints ?? {}).map(([code, message]): FieldIssue =>
    code === 'whitelistValidation'
      ? { path, code: 'unknownField', message: 'is not a known field' }
      : { path, code, message: withoutName(message, error.property) },
  );
  return [...own, ...(error.children ?? []).flatMap((child) => issuesOf(child, path))];
}

export function requestIssues(errors: readonly ValidationError[]): DomainError {
  return validationError(errors.flatMap((error) => issuesOf(error, '')).slice(0, MAX_ISSUES), 'See GET /doc.');
}

/** A class of bodies that knows more about a refused one than its decorators say. */
export interface FurtherIssues {
  /** Issues of parts that the class leaves to others. Must be total: the body is whatever came. */
  readonly furtherIssues?: (body: Readonly<Record<string, unknown>>) => readonly FieldIssue[];
}

/** The same refusal with more members named, each path once. */
export function withFurtherIssues(error: DomainError, further: readonly FieldIssue[]): DomainError {
  const own = (error.details as { readonly issues?: readonly FieldIssue[] } | undefined)?.issues;
  if (error.code !== 'VALIDATION_FAILED' || own === undefined) return error;
  const named = new Set(own.map(({ path }) => path));
  const all = [...own, ...further.filter(({ path }) => !named.has(path))];
  return validationError(all.slice(0, MAX_ISSUES), error.hint);
}

/** A route without a body takes an empty one. */
export function refuseUnknownMembers(body: Record<string, unknown>): void {
  const issues = Object.keys(body).map((name): FieldIssue => ({
    path: safeName(name),
    code: 'unknownField',
    message: 'is not a known field',
  }));
  if (issues.length > 0) throw validationError(issues.slice(0, MAX_ISSUES), 'This route takes no body.');
}
