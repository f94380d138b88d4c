import { type JsonValue, validationError } from '@waiaas/core';
import { validateConstraints } from '@waiaas/policy';

/** Constraints in their canonical form; a key that nothing would enforce is refused. No constraint at all is null. */
export function parseConstraints(
  input: Readonly<Record<string, unknown>> | undefined,
): Readonly<Record<string, JsonValue>> | null {
  if (input === undefined || Object.keys(input).length === 0) return null;
  const parsed = validateConstraints(input);
  if (!parsed.ok) throw validationError(parsed.error.map((issue) => ({ ...issue, path: under('constraints', issue.path) })));
  return parsed.value as Readonly<Record<string, JsonValue>>;
}

function under(parent: string, path: string): string {
  return path === '' ? parent : `${parent}.${path}`;
}
