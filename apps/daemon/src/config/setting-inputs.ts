import type { SettingKey } from './settings-registry.js';

/** Raw values by setting, as one source has them, each with the name its user knows it by. */
export type SettingInputs = ReadonlyMap<SettingKey, { readonly input: unknown; readonly origin: string }>;

export interface ReadInputs {
  readonly inputs: SettingInputs;
  readonly problems: readonly string[];
}
