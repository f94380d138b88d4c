/** What a value looks like, so that a form can offer the right field. `parse` alone decides. */
export type SettingShape =
  | { readonly type: 'integer'; readonly minimum: number; readonly maximum: number }
  | { readonly type: 'choice'; readonly options: readonly string[] }
  | { readonly type: 'boolean' | 'text' | 'list' | 'decimal' | 'object' };

/** One setting: what it takes, what it is without being set, and who may change it. The registry of these is the only list there is. */
export interface SettingDefinition<T> {
  /** The value, or undefined when the input is not acceptable. Takes the typed value or its string. */
  readonly parse: (input: unknown) => T | undefined;
  readonly default: T;
  /** What is acceptable, to finish the sentence "must be …". */
  readonly expects: string;
  readonly description: string;
  readonly shape: SettingShape;
  /** Shown as set or not set, never by value; the environment also takes `<NAME>_FILE`. */
  readonly secret: boolean;
  /** May be changed over the API while the daemon runs. */
  readonly runtime: boolean;
  /** Environment name where it is not the one made from the key. */
  readonly environment?: string;
}

interface Common<T> {
  readonly default: T;
  readonly description: string;
  readonly runtime?: true;
  readonly secret?: true;
  readonly environment?: string;
}

interface Form<T> {
  readonly shape: SettingShape;
  readonly expects: string;
  readonly parse: (input: unknown) => T | undefined;
}

function define<T>(common: Common<T>, { shape, expects, parse }: Form<T>): SettingDefinition<T> {
  return {
    parse,
    expects,
    shape,
    default: common.default,
    description: common.description,
    secret: common.secret === true,
    runtime: common.runtime === true,
    ...(common.environment === undefined ? {} : { environment: common.environment }),
  };
}

function toInteger(input: unknown): number | undefined {
  if (typeof input === 'number') return Number.isSafeInteger(input) ? input : undefined;
  if (typeof input !== 'string' || !/^(?:0|[1-9][0-9]{0,14})$/.test(input)) return undefined;
  return Number(input);
}

export function integer(common: Common<number> & { readonly min: number; readonly max: number }): SettingDefinition<number> {
  const { min, max } = common;
  return define(common, {
    shape: { type: 'integer', minimum: min, maximum: max },
    expects: `an integer from ${min} to ${max}`,
    parse: (input) => {
      const value = toInteger(input);
      return value !== undefined && value >= min && value <= max ? value : undefined;
    },
  });
}

export function boolean(common: Common<boolean>): SettingDefinition<boolean> {
  return define(common, {
    shape: { type: 'boolean' },
    expects: 'true or false',
    parse: (input) => {
      if (typeof input === 'boolean') return input;
      if (input === 'true') return true;
      return input === 'false' ? false : undefined;
    },
  });
}

export function oneOf<const V extends string>(common: Common<V> & { readonly values: readonly V[] }): SettingDefinition<V> {
  return define(common, {
    shape: { type: 'choice', options: common.values },
    expects: `one of ${common.values.join(', ')}`,
    parse: (input) => common.values.find((value) => value === input),
  });
}

/** Text of a bounded length that passes `accepts`; empty counts as not set (null). */
export function text(
  common: Common<string | null> & { readonly expects: string; readonly accepts: (value: string) => boolean },
): SettingDefinition<string | null> {
  return define(common, {
    shape: { type: 'text' },
    expects: common.expects,
    parse: (input) => {
      if (input === '' || input === null) return null;
      return typeof input === 'string' && input.length <= 4096 && common.accepts(input) ? input : undefined;
    },
  });
}

/** A list: an array of texts, or one text with commas. Empty means none. */
export function list(
  common: Common<readonly string[]> & { readonly expects: string; readonly accepts: (entry: string) => boolean },
): SettingDefinition<readonly string[]> {
  return define(common, {
    shape: { type: 'list' },
    expects: common.expects,
    parse: (input) => {
      const entries = typeof input === 'string' ? input.split(',').map((entry) => entry.trim()) : input;
      if (!Array.isArray(entries)) return undefined;
      const filled: unknown[] = entries.filter((entry) => entry !== '');
      const valid = filled.filter((entry): entry is string => typeof entry === 'string' && common.accepts(entry));
      return valid.length === filled.length ? valid : undefined;
    },
  });
}

/** Any other value, with its own parser. */
export function custom<T>(common: Common<T> & Form<T>): SettingDefinition<T> {
  return define(common, common);
}
