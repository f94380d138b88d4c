import type { WordingItem } from '@waiaas/api-types';
import { reasons as enReasons } from '../messages/en/reasons';
import { rules as enRules } from '../messages/en/rules';
import { reasons as koReasons } from '../messages/ko/reasons';
import { rules as koRules } from '../messages/ko/rules';
import { dayName, duration } from './format-time';
import { isMessageKey } from './i18n';
import { usePageText, type PageText } from './page-text';
import { safeText } from './safe-text';

// What the policy engine says, in the language of whoever reads it. Its own sentences are English and for programs; a code that is newer
// than this page falls back to them.

const en = { ...enReasons, ...enRules };
const ko: Readonly<Record<keyof typeof en, string>> = { ...koReasons, ...koRules };
export type EngineText = PageText<keyof typeof en>;

const MOST_CHARACTERS = 200;

export function useEngineText(): EngineText {
  return usePageText<keyof typeof en>({ en, ko });
}

function known(key: string, t: EngineText): string | undefined {
  if (t.has(key)) return t(key);
  return isMessageKey(key) ? t(key) : undefined;
}

type Reader = (value: string, t: EngineText) => string | undefined;

/** Values that are names of something here, by the place they fill. */
const READERS: Readonly<Record<string, Reader>> = {
  policy: (value, t) => known(`type.${value}`, t),
  tier: (value, t) => known(`tier.${value}`, t),
  most: (value, t) => known(`tier.${value}`, t),
  kind: (value, t) => known(`about.${value}`, t),
  category: (value, t) => known(`choice.${value}`, t),
  action: (value, t) => known(`value.${value}`, t),
  seconds: (value, t) => duration(Number(value), t.language),
  day: (value, t) => dayName(Number(value), t.language, 'long'),
};

/** `(none)` and its like stand for what was not there, whatever place they fill. */
function valueText(place: string, value: string, t: EngineText): string {
  return (
    known(`value.${value.startsWith('(') ? value : ''}`, t) ?? READERS[place]?.(value, t) ?? safeText(value, MOST_CHARACTERS)
  );
}

function sentence(kind: 'reason' | 'wish', { code, values }: WordingItem, t: EngineText): string | undefined {
  const key = `${kind}.${code}`;
  if (!t.has(key)) return undefined;
  return t(key, Object.fromEntries(Object.entries(values).map(([place, value]) => [place, valueText(place, value, t)])));
}

interface Reasoned {
  readonly reason: string | null;
  /** Absent in what an older daemon wrote. */
  readonly reasonWords?: WordingItem | null;
}

/** Why it was denied; undefined where it was not. */
export function reasonText({ reason, reasonWords }: Reasoned, t: EngineText): string | undefined {
  const own = reasonWords === undefined || reasonWords === null ? undefined : sentence('reason', reasonWords, t);
  return own ?? (reason === null ? undefined : safeText(reason, 500));
}

interface Suggested {
  readonly suggestion: string | null;
  readonly suggestionWords?: readonly WordingItem[];
}

/** What would help; undefined where nothing is known. */
export function suggestionText({ suggestion, suggestionWords = [] }: Suggested, t: EngineText): string | undefined {
  const own = suggestionWords.map((words) => sentence('wish', words, t));
  if (own.length > 0 && own.every((text) => text !== undefined)) return own.join(' ');
  return suggestion === null ? undefined : safeText(suggestion, 500);
}

/** What a code of a denial says, such as `WHITELIST_VIOLATION`. */
export function denialText(code: string, t: EngineText): string {
  const own = known(`denied.${code}`, t);
  if (own !== undefined) return own;
  const [, type = '', suffix = ''] = /^(.+)_(VIOLATION|REQUIRED)$/.exec(code) ?? [];
  const name = known(`type.${type}`, t);
  if (name === undefined) return safeText(code, 80);
  return t(suffix === 'REQUIRED' ? 'denied.required' : 'denied.violation', { type: name });
}

export function warningText({ code, period }: { readonly code: string; readonly period?: string }, t: EngineText): string {
  return known(period === undefined ? `warning.${code}` : `warning.${code}.${period}`, t) ?? safeText(code, 80);
}

/** What a rule is about: a kind of policy, or of what stands without one. */
export function aboutText(type: string, t: EngineText): string {
  return known(`type.${type}`, t) ?? known(`about.${type}`, t) ?? safeText(type, 60);
}

/** A member of rules, of a session's constraints or of the defaults. */
export function fieldName(field: string, t: EngineText): string {
  return known(`rule.${field}`, t) ?? known(`field.${field}`, t) ?? safeText(field, 80);
}

/** A figure that is a word: a tier, yes or no. */
export function figureWord(figure: string, t: EngineText): string | undefined {
  return known(`tier.${figure}`, t) ?? known(`value.${figure}`, t);
}
