import type { PolicyTypeItem } from '@waiaas/api-types';
import { isRecord, kindOf, type JsonSchema } from './json-schema';

export type Rules = Readonly<Record<string, unknown>>;
export type Path = readonly (string | number)[];

/** A copy with one value replaced; `undefined` takes the member or the entry out. */
export function changed(value: unknown, path: Path, next: unknown): unknown {
  const [head, ...rest] = path;
  if (head === undefined) return next;
  if (typeof head === 'number') {
    const list = Array.isArray(value) ? (value as unknown[]) : [];
    const entry = changed(list[head], rest, next);
    if (entry === undefined) return list.filter((_, index) => index !== head);
    return head < list.length ? list.with(head, entry) : [...list, entry];
  }
  const { [head]: old, ...others } = isRecord(value) ? value : {};
  const member = changed(old, rest, next);
  if (member === undefined) return others;
  // A member that was there keeps its place, so that the JSON does not jump about.
  return isRecord(value) && head in value ? { ...value, [head]: member } : { ...others, [head]: member };
}

/** An empty value to fill in. */
export function blankOf(name: string, schema: JsonSchema): unknown {
  const kind = kindOf(name, schema);
  if (kind === 'list') return [blankOf(name, schema.items ?? {})];
  if (kind === 'dictionary') return {};
  if (kind !== 'object') return '';
  const required = Object.entries(schema.properties ?? {}).filter(([member]) => schema.required?.includes(member) === true);
  return Object.fromEntries(required.map(([member, inner]) => [member, blankOf(member, inner)]));
}

const isText = (entry: unknown): boolean => typeof entry !== 'number';

/** Whether an example says whom or what: a stranger's address must not be one click away from being allowed. */
function namesSomebody(name: string, schema: JsonSchema, value: unknown): boolean {
  return (Array.isArray(value) && value.some(isText)) || kindOf(name, schema) === 'digits';
}

/** What a new policy begins with: the figures of the example, and nobody's address. */
export function startOf({ schema: anything, example }: PolicyTypeItem): Rules {
  const schema: JsonSchema = anything;
  const given = isRecord(example) ? example : {};
  const members = Object.entries(schema.properties ?? {}).flatMap(([name, inner]): [string, unknown][] => {
    const isNeeded = schema.required?.includes(name) === true;
    if (given[name] === undefined || namesSomebody(name, inner, given[name]))
      return isNeeded ? [[name, blankOf(name, inner)]] : [];
    return [[name, kindOf(name, inner) === 'timezone' ? ownTimeZone() : given[name]]];
  });
  return Object.fromEntries(members);
}

function ownTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Without the members that were left empty. Entries of lists stay, so that an issue finds its place. */
export function filledIn(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(filledIn);
  if (!isRecord(value)) return value;
  const members = Object.entries(value).filter(([, member]) => member !== '' && !isEmptyRecord(member));
  return Object.fromEntries(members.map(([name, member]) => [name, filledIn(member)]));
}

const isEmptyRecord = (value: unknown): boolean => isRecord(value) && Object.keys(value).length === 0;

/** A number where its text says exactly it, else the text: no digit is lost. */
export function decimalOf(text: string): number | string {
  const trimmed = text.trim();
  const number = Number(trimmed);
  return trimmed !== '' && Number.isFinite(number) && String(number) === trimmed ? number : trimmed;
}

export function parseObject(text: string): Rules | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
