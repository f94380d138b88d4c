import type { SettingKey, SettingValue } from './settings-registry.js';

/** Where the value in force comes from; the later outranks the earlier. `stored` values are laid over by the settings module. */
export type SettingSource = 'default' | 'stored' | 'file' | 'environment' | 'flag';

/**
 * The settings as the daemon was started with. Immutable: what may change while it runs is read through `RuntimeSettings`.
 */
export abstract class Config {
  abstract readonly dataDirectory: string;
  abstract get<K extends SettingKey>(key: K): SettingValue<K>;
  abstract source(key: SettingKey): Exclude<SettingSource, 'stored'>;

  /** Set outside the API, so the API cannot change it. */
  isPinned(key: SettingKey): boolean {
    return this.source(key) !== 'default';
  }
}
