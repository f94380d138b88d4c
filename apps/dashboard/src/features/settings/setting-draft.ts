import type { SettingSchema, SettingType, SettingWireValue } from '@waiaas/api-types';

export type ControlKind = SettingType | 'secret';

export interface Draft {
  readonly text: string;
  /** Of the setting when the change began: whoever changed it since is not overwritten. */
  readonly version: number;
}

export type Drafts = ReadonlyMap<string, Draft>;

export function controlOf({ isCredential, type }: Pick<SettingSchema, 'isCredential' | 'type'>): ControlKind {
  return isCredential ? 'secret' : type;
}

/** A value as it stands in a field. A secret is never there to begin with. */
export function toDraft(kind: ControlKind, value: SettingWireValue): string {
  if (kind === 'secret' || value === null) return '';
  if (kind === 'list') return (value as readonly string[]).join('\n');
  return typeof value === 'object' ? JSON.stringify(value, undefined, 2) : String(value);
}

/** What a field says, as the daemon takes it; undefined where it says nothing that could be sent. */
export function fromDraft(kind: ControlKind, draft: string): unknown {
  const text = draft.trim();
  if (kind === 'boolean') return text === 'true';
  if (kind === 'integer') return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
  if (kind === 'list') return linesOf(text);
  return kind === 'object' ? parsed(text) : text;
}

function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Lists and numbers in a sentence; what is empty is said to be so. */
export function inWords(value: SettingWireValue, empty: string): string {
  if (value === null || value === '') return empty;
  if (Array.isArray(value)) return value.length === 0 ? empty : value.join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** The drafts with one more; one that says what holds anyway is none. */
export function withDraft(drafts: Drafts, setting: SettingSchema, text: string): Drafts {
  const next = new Map(drafts);
  const { key, version, value } = setting;
  if (text === toDraft(controlOf(setting), value)) next.delete(key);
  else next.set(key, { text, version: drafts.get(key)?.version ?? version });
  return next;
}
