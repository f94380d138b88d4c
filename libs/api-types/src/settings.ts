/** Runtime settings (api.md §12). A secret reads true or false: set or not. */
export type SettingWireValue = string | number | boolean | null | readonly string[] | Readonly<Record<string, unknown>>;

export type SettingsByCategory = Record<string, Record<string, SettingWireValue>>;

export interface SettingChange {
  key: string;
  value: unknown;
  /** Refused with VERSION_CONFLICT when the setting has another version by now; absent: the last write wins. */
  expectedVersion?: number;
}

export interface UpdateSettingsRequest {
  settings: SettingChange[];
}

export interface UpdateSettingsResponse {
  updated: number;
  settings: SettingsByCategory;
  /** The new version of each setting of the request, by key. */
  versions: Record<string, number>;
}

export type SettingType = 'integer' | 'decimal' | 'boolean' | 'choice' | 'text' | 'list' | 'object';

export interface SettingSchema {
  key: string;
  category: string;
  label: string;
  description: string;
  /** The value in force. */
  value: SettingWireValue;
  defaultValue: SettingWireValue;
  isCredential: boolean;
  /** May be changed over the API. All others are read at the start: from the file, the environment or a flag. */
  runtime: boolean;
  /** The opposite of `runtime`. */
  restartNeeded: boolean;
  /** Where the value in force comes from. */
  source: 'default' | 'stored' | 'file' | 'environment' | 'flag';
  /** Set outside (`file`, `environment`, `flag`): the API cannot change it. */
  pinned: boolean;
  /** The variable that sets it from outside. */
  environmentName: string;
  /** Counts the changes over the API, 0 before the first: what `expectedVersion` is compared with. */
  version: number;
  /** A change by cookie asks for the password again. */
  stepUp: boolean;
  type: SettingType;
  /** Of an integer, both included. */
  minimum?: number;
  maximum?: number;
  /** Of a choice. */
  options?: readonly string[];
  /** What the figure counts, in English, such as `seconds`. */
  unit?: string;
  /** Finishes the sentence "must be …". */
  expects: string;
}

export interface SettingsSchemaResponse {
  settings: SettingSchema[];
}

export interface GroupedSettingsSchemaResponse {
  categories: { name: string; settings: SettingSchema[] }[];
}
