/** What canonical JSON can hold here. Numbers must be safe integers: money is a string, so no fraction ever needs printing. */
export type JsonValue =
  null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue | undefined };

const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * RFC 8785 (JCS) text of a value: members sorted by UTF-16 code units, no white space, members that are undefined left out.
 *
 * @throws RangeError for a number that is not a safe integer, a lone surrogate or a value JSON has no form for.
 */
export function canonicalJson(value: JsonValue): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return canonicalNumber(value);
  if (typeof value === 'string') return canonicalString(value);
  if (isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  return canonicalObject(value);
}

function isArray(value: readonly JsonValue[] | { readonly [key: string]: JsonValue | undefined }): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function canonicalObject(value: { readonly [key: string]: JsonValue | undefined }): string {
  const members: string[] = [];
  // The default sort compares UTF-16 code units, which is the order RFC 8785 §3.2.3 asks for.
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    if (member !== undefined) members.push(`${canonicalString(key)}:${canonicalJson(member)}`);
  }
  return `{${members.join(',')}}`;
}

function canonicalNumber(value: number): string {
  if (!Number.isSafeInteger(value)) throw new RangeError('canonical JSON holds safe integers only');
  return JSON.stringify(value);
}

function canonicalString(value: string): string {
  if (LONE_SURROGATE.test(value)) throw new RangeError('canonical JSON holds well-formed Unicode only');
  return JSON.stringify(value);
}
