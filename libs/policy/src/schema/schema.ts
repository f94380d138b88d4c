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

// What a member may be called in an answer: names are made of this, asset ids too.
const NAME = /^[A-Za-z0-9_.:/-]{1,128}$/;

/** The place of a member that nobody asked for. Answers name members and repeat no input: what does not look like a name has none. */
export function insideUnknown(place: Place, member: string): Place {
  return inside(place, NAME.test(member) ? member : '?');
}
