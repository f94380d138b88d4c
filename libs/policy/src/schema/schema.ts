import type { FieldIssue } from '@waiaas/core';

/** A JSON Schema 2020-12 document, or a part of one. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Where a value stands, and where its issues go. */
export interface Place {
  readonly path: string;
  readonly issues: FieldIssue[];
}

/**
 * One declaration from which the strict reader and the JSON Schema both derive.
 *
 * `read` gives the canonical value, or undefined after at least one issue was added: a value that was not refused is never undefined.
 */
export interface Schema<T> {
  readonly json: JsonSchema;
  read(input: unknown, place: Place): T | undefined;
}

export type ValueOf<S> = S extends Schema<infer T> ? T : never;

export function refuse(place: Place, code: string, message: string): undefined {
  place.issues.push({ path: place.path, code, message });
  return undefined;
}

export function inside(place: Place, member: string | number): Place {
  return { path: place.path === '' ? String(member) : `${place.path}.${String(member)}`, issues: place.issues };
}
