import { autostopSettings } from './autostop.settings.js';
import { backupSettings } from './backup.settings.js';
import { chainSettings } from './chain.settings.js';
import { daemonSettings } from './daemon.settings.js';
import { databaseSettings } from './database.settings.js';
import { explorerSettings } from './explorer.settings.js';
import { mcpSettings } from './mcp.settings.js';
import { metricsSettings } from './metrics.settings.js';
import { notificationsSettings } from './notifications.settings.js';
import { policySettings } from './policy.settings.js';
import { pricesSettings } from './prices.settings.js';
import { rpcSettings } from './rpc.settings.js';
import { securitySettings } from './security.settings.js';
import type { SettingDefinition } from './setting.js';
import { transactionsSettings } from './transactions.settings.js';
import { webhooksSettings } from './webhooks.settings.js';

/** Every setting there is. File, environment, API and documentation read this and nothing else. */
export const SETTINGS = {
  ...daemonSettings,
  ...databaseSettings,
  ...securitySettings,
  ...rpcSettings,
  ...chainSettings,
  ...pricesSettings,
  ...policySettings,
  ...transactionsSettings,
  ...metricsSettings,
  ...notificationsSettings,
  ...webhooksSettings,
  ...autostopSettings,
  ...mcpSettings,
  ...backupSettings,
  ...explorerSettings,
};

type Settings = typeof SETTINGS;
export type SettingKey = keyof Settings;
export type SettingValue<K extends SettingKey> = Settings[K] extends SettingDefinition<infer T> ? T : never;

export const SETTING_KEYS = Object.keys(SETTINGS) as readonly SettingKey[];

export function isSettingKey(key: string): key is SettingKey {
  return Object.hasOwn(SETTINGS, key);
}

export function settingDefinition(key: SettingKey): SettingDefinition<unknown> {
  return SETTINGS[key];
}

/** The category of a setting is the part before its first dot. */
export function settingCategory(key: SettingKey): string {
  return key.slice(0, key.indexOf('.'));
}

/** `WAIAAS_` + section + `_` + key in capitals, dots and hyphens as underscores, unless the setting has a name of its own. */
export function environmentName(key: SettingKey): string {
  return settingDefinition(key).environment ?? `WAIAAS_${key.toUpperCase().replaceAll(/[.-]/g, '_')}`;
}
