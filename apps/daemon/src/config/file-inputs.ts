import { existsSync, readFileSync } from 'node:fs';
import { parse, TomlError } from 'smol-toml';
import type { ReadInputs } from './setting-inputs.js';
import { isSettingKey, type SettingKey } from './settings-registry.js';

const NONE: ReadInputs = { inputs: new Map(), problems: [] };

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function* leaves(table: Record<string, unknown>, prefix: string): Generator<[string, unknown]> {
  for (const [name, value] of Object.entries(table)) {
    const key = `${prefix}${name}`;
    if (!isSettingKey(key) && isTable(value)) yield* leaves(value, `${key}.`);
    else yield [key, value];
  }
}

function parseToml(path: string): Record<string, unknown> | string {
  try {
    return parse(readFileSync(path, 'utf8'));
  } catch (error) {
    // The parser's own text quotes the line, which may hold a secret.
    return error instanceof TomlError ? `config.toml: line ${error.line} is not TOML` : 'config.toml: the file cannot be read';
  }
}

/** The settings of `config.toml`, if there is one. */
export function readConfigFile(path: string): ReadInputs {
  if (!existsSync(path)) return NONE;
  const table = parseToml(path);
  if (typeof table === 'string') return { inputs: new Map(), problems: [table] };
  const inputs = new Map<SettingKey, { input: unknown; origin: string }>();
  const problems: string[] = [];
  for (const [key, input] of leaves(table, '')) {
    if (isSettingKey(key)) inputs.set(key, { input, origin: `config.toml ${key}` });
    else problems.push(`config.toml: there is no setting ${key}`);
  }
  return { inputs, problems };
}
