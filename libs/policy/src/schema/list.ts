import { inside, refuse, type Schema } from './schema.js';

const MAX_ENTRIES = 1000;

export interface ListRules<T> {
  /** What two entries have in common when they are the same entry. */
  readonly key: (entry: T) => string;
}

/** 1 to 1000 entries, no two the same as entries are compared. */
export function list<T>(entry: Schema<T>, rules: ListRules<T>): Schema<readonly T[]> {
  return {
    json: { type: 'array', items: entry.json, minItems: 1, maxItems: MAX_ENTRIES },
    read(input, place) {
      if (!Array.isArray(input)) return refuse(place, 'type', 'must be a list');
      if (input.length === 0 || input.length > MAX_ENTRIES) return refuse(place, 'length', 'must have 1 to 1000 entries');
      const seen = new Set<string>();
      const entries: T[] = [];
      input.forEach((item: unknown, index) => {
        const at = inside(place, index);
        const value = entry.read(item, at);
        if (value === undefined) return;
        const key = rules.key(value);
        if (seen.has(key)) refuse(at, 'duplicate', 'is in the list already');
        seen.add(key);
        entries.push(value);
      });
      return entries.length === input.length ? entries : undefined;
    },
  };
}
