import { type FieldIssue, validationError } from '@waiaas/core';
import type { Config } from '../../config/config.js';
import { isSettingKey, settingDefinition, type SettingKey } from '../../config/settings-registry.js';

export interface RequestedChange {
  readonly key: string;
  readonly value: unknown;
  readonly expectedVersion?: number | undefined;
}

export interface CheckedChange extends RequestedChange {
  readonly key: SettingKey;
}

/** Only these can be changed by a cookie alone: they change how the daemon runs, never what it lets through, believes or tells. */
const HARMLESS = ['daemon.', 'database.', 'metrics.'];

export function movesMoney(key: string): boolean {
  return !HARMLESS.some((start) => key.startsWith(start));
}

/** All changes or none: every refused member is named, so that one answer is enough to correct the request. */
export function checkChanges(requested: readonly RequestedChange[], config: Config, now: number): readonly CheckedChange[] {
  const seen = new Set<string>();
  const issues: FieldIssue[] = [];
  const checked: CheckedChange[] = [];
  for (const [index, { key, value, expectedVersion }] of requested.entries()) {
    const result = seen.has(key) ? refusal('key', 'duplicate', 'must be named once') : checkChange(key, value, config);
    seen.add(key);
    if ('code' in result) issues.push({ ...result, path: `settings.${index}.${result.path}` });
    else checked.push({ key: result.key, value: dated(result, now), expectedVersion });
  }
  if (issues.length > 0) throw validationError(issues, 'See GET /v1/admin/settings/schema');
  return checked;
}

function checkChange(key: string, input: unknown, config: Config): CheckedChange | FieldIssue {
  if (!isSettingKey(key)) return refusal('key', 'unknown', 'must be a known setting');
  const definition = settingDefinition(key);
  const value = definition.parse(input);
  const invalid = refusal('value', 'invalid', `must be ${definition.expects}`);
  // What no value would do is not sent on to the file or the environment.
  if (!definition.runtime && value === undefined) return invalid;
  if (!definition.runtime) return refusal('key', 'startOnly', 'is read at the start: set it in the file or the environment');
  if (config.isPinned(key))
    return refusal('key', 'pinned', 'is set outside: change it in the file, the environment or the flags');
  return value === undefined ? invalid : { key, value };
}

function refusal(path: string, code: string, message: string): FieldIssue {
  return { path, code, message };
}

/** A price set by hand ages from the moment it was set. */
function dated({ key, value }: CheckedChange, now: number): unknown {
  if (key !== 'prices.fixed') return value;
  const prices = Object.entries(value as Readonly<Record<string, { readonly usd: string; readonly setAt: number | null }>>);
  return Object.fromEntries(prices.map(([asset, price]) => [asset, { ...price, setAt: price.setAt ?? now }]));
}
