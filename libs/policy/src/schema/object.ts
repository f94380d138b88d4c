import { inside, insideUnknown, refuse, type JsonSchema, type Place, type Schema, type ValueOf } from './schema.js';

export interface Optional<T> {
  readonly optional: Schema<T>;
}

/** A member that may be left out. `null` is not "left out". */
export function optional<T>(schema: Schema<T>): Optional<T> {
  return { optional: schema };
}

type Member = Schema<unknown> | Optional<unknown>;
type Members = Readonly<Record<string, Member>>;
type RequiredKeys<M extends Members> = { [K in keyof M]: M[K] extends Optional<unknown> ? never : K }[keyof M];
type OptionalKeys<M extends Members> = { [K in keyof M]: M[K] extends Optional<unknown> ? K : never }[keyof M];
type ValueOfOptional<O> = O extends Optional<infer T> ? T : never;

/** The canonical value of an object schema: what was left out stays out. */
export type ObjectOf<M extends Members> = {
  readonly [K in RequiredKeys<M>]: ValueOf<M[K]>;
} & { readonly [K in OptionalKeys<M>]?: ValueOfOptional<M[K]> };

/** A rule over several members; refuses through the place, at the object or inside it. */
export type CrossCheck<T> = (value: T, place: Place) => void;

function schemaOf(member: Member): Schema<unknown> {
  return 'optional' in member ? member.optional : member;
}

function jsonOf(members: Members): JsonSchema {
  const required = Object.keys(members).filter((key) => !('optional' in (members[key] ?? {})));
  return {
    type: 'object',
    properties: Object.fromEntries(Object.entries(members).map(([key, member]) => [key, schemaOf(member).json])),
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  };
}

/** Whether a value is a plain JSON object. */
export function isRecord(input: unknown): input is Readonly<Record<string, unknown>> {
  return typeof input === 'object' && input !== null && !Array.isArray(input);
}

function readMembers(members: Members, input: Readonly<Record<string, unknown>>, place: Place): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(members)) {
    const given = Object.hasOwn(input, key) ? input[key] : undefined;
    if (given !== undefined) {
      out[key] = schemaOf(member).read(given, inside(place, key));
    } else if (!('optional' in member)) {
      refuse(inside(place, key), 'required', 'is missing');
    }
  }
  return out;
}

function refuseUnknown(members: Members, input: Readonly<Record<string, unknown>>, place: Place): void {
  for (const key of Object.keys(input)) {
    if (!Object.hasOwn(members, key)) refuse(insideUnknown(place, key), 'unknown', 'is not a known member');
  }
}

/** An object with exactly these members; the cross-checks run only where every member was accepted. */
export function object<const M extends Members>(members: M, ...checks: readonly CrossCheck<ObjectOf<M>>[]): Schema<ObjectOf<M>> {
  return {
    json: jsonOf(members),
    read(input, place) {
      if (!isRecord(input)) return refuse(place, 'type', 'must be an object');
      const before = place.issues.length;
      const value = readMembers(members, input, place);
      refuseUnknown(members, input, place);
      if (place.issues.length > before) return undefined;
      for (const check of checks) check(value as ObjectOf<M>, place);
      return place.issues.length > before ? undefined : (value as ObjectOf<M>);
    },
  };
}

/** An object whose keys are data: each key is brought to canonical form, and no two may mean the same. */
export function dictionary<T>(keyOf: (key: string) => string | undefined, value: Schema<T>): Schema<Readonly<Record<string, T>>> {
  return {
    json: { type: 'object', additionalProperties: value.json, minProperties: 1, maxProperties: 1000 },
    read(input, place) {
      if (!isRecord(input)) return refuse(place, 'type', 'must be an object');
      const keys = Object.keys(input);
      if (keys.length === 0 || keys.length > 1000) return refuse(place, 'length', 'must have 1 to 1000 members');
      const before = place.issues.length;
      const entries = new Map<string, T>();
      for (const key of keys) {
        const canonical = keyOf(key);
        const here = insideUnknown(place, key);
        const member = value.read(input[key], here);
        if (canonical === undefined) refuse(here, 'key', 'is not a known key');
        else if (entries.has(canonical)) refuse(here, 'duplicate', 'is in the list already');
        if (canonical !== undefined && member !== undefined) entries.set(canonical, member);
      }
      return place.issues.length > before ? undefined : Object.fromEntries(entries);
    },
  };
}
