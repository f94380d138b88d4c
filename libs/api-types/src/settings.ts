/** Runtime settings (api.md §12). A secret reads true or false: set or not. */
export type SettingWireValue = string | number | boolean | null | readonly string[] | Readonly<Record<string, unknown>>;

export type SettingsByCategory = Record<string, Record<string, SettingWireValue>>;

export interface SettingChange {
  key: string;
  value: unknown;
}

export interface UpdateSettingsRequest {
  settings: SettingChange[];
}

export interface UpdateSettingsResponse {
  updated: number;
  settings: SettingsByCategory;
}

export interface SettingSchema {
  key: string;
  category: string;
  label: string;
  description: string;
  defaultValue: SettingWireValue;
  isCredential: boolean;
  /** May be changed over the API. */
  runtime: boolean;
  /** Where the value in force comes from. All but `default` and `stored` pin it. */
  source: 'default' | 'stored' | 'file' | 'environment' | 'flag';
  /** Finishes the sentence "must be …". */
  expects: string;
}

export interface SettingsSchemaResponse {
  settings: SettingSchema[];
}

export interface GroupedSettingsSchemaResponse {
  categories: { name: string; settings: SettingSchema[] }[];
}
