import { RuntimeSettings } from '../src/config/runtime-settings.js';
import { SETTINGS, type SettingKey, type SettingValue } from '../src/config/settings-registry.js';

/** Every setting at its default, except for those a test names. */
export class FixedSettings extends RuntimeSettings {
  readonly #named = new Map<SettingKey, unknown>();

  set<K extends SettingKey>(key: K, value: SettingValue<K>): void {
    this.#named.set(key, value);
  }

  override get<K extends SettingKey>(key: K): SettingValue<K> {
    return (this.#named.has(key) ? this.#named.get(key) : SETTINGS[key].default) as SettingValue<K>;
  }
}
