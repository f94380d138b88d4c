import type { SettingKey, SettingValue } from './settings-registry.js';

/** The settings in force now: stored changes laid over the defaults, below whatever was set outside. Read at use, never kept. */
export abstract class RuntimeSettings {
  abstract get<K extends SettingKey>(key: K): SettingValue<K>;
}
