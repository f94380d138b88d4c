import type { SettingsByCategory, SettingSchema, SettingWireValue } from '@waiaas/api-types';
import { settingLabel, settingUnit } from '../../config/setting-names.js';
import {
  environmentName,
  SETTING_KEYS,
  settingCategory,
  settingDefinition,
  type SettingKey,
} from '../../config/settings-registry.js';
import { movesMoney } from './setting-changes.js';
import type { SettingsService } from './settings.service.js';

export function isSet(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== null && value !== undefined;
}

/** `{<category>:{<rest of the key>: value}}`; a secret reads whether it is set. */
export function toSettingsByCategory(settings: SettingsService): SettingsByCategory {
  const categories: SettingsByCategory = {};
  for (const key of SETTING_KEYS) {
    const category = settingCategory(key);
    (categories[category] ??= {})[key.slice(category.length + 1)] = wireValue(key, settings.get(key));
  }
  return categories;
}

export function toSettingSchema(key: SettingKey, settings: SettingsService): SettingSchema {
  const definition = settingDefinition(key);
  const source = settings.source(key);
  const unit = settingUnit(key);
  return {
    key,
    category: settingCategory(key),
    label: settingLabel(key),
    description: definition.description,
    value: wireValue(key, settings.get(key)),
    defaultValue: wireValue(key, definition.default),
    isCredential: definition.secret,
    runtime: definition.runtime,
    restartNeeded: !definition.runtime,
    source,
    pinned: source !== 'default' && source !== 'stored',
    environmentName: environmentName(key),
    version: settings.version(key),
    stepUp: movesMoney(key),
    ...definition.shape,
    ...(unit === undefined ? {} : { unit }),
    expects: definition.expects,
  };
}

function wireValue(key: SettingKey, value: unknown): SettingWireValue {
  if (settingDefinition(key).secret) return isSet(value);
  return typeof value === 'string' ? withoutCredentials(value) : (value as SettingWireValue);
}

/** A setting as the chain tells of it: JSON text, since some hold fractions; of a secret only whether there is one. */
export function auditText(key: SettingKey, value: unknown): string {
  if (settingDefinition(key).secret) return isSet(value) ? 'set' : 'not set';
  return JSON.stringify(wireValue(key, value));
}

/** Providers put keys into the user part or the query of a URL; both stay out of whatever is shown. */
function withoutCredentials(value: string): string {
  if (!/^https?:/i.test(value) || !URL.canParse(value)) return value;
  const url = new URL(value);
  if (url.username === '' && url.password === '' && url.search === '') return value;
  return `${url.origin}${url.pathname}`;
}
