import type { SettingsByCategory, SettingSchema, SettingWireValue } from '@waiaas/api-types';
import { SETTING_KEYS, settingCategory, settingDefinition, type SettingKey } from '../../config/settings-registry.js';
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
  return {
    key,
    category: settingCategory(key),
    label: labelOf(key),
    description: definition.description,
    defaultValue: wireValue(key, definition.default),
    isCredential: definition.secret,
    runtime: definition.runtime,
    source: settings.source(key),
    expects: definition.expects,
  };
}

function wireValue(key: SettingKey, value: unknown): SettingWireValue {
  return settingDefinition(key).secret ? isSet(value) : (value as SettingWireValue);
}

/** `policy.default_delay_seconds` reads `Default delay seconds`. */
function labelOf(key: SettingKey): string {
  const words = key.slice(settingCategory(key).length + 1).replaceAll(/[._]/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
