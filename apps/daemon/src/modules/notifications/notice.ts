import type { AuditEventType } from '@waiaas/api-types';
import type { ChannelMessage } from './channels/channel.port.js';
import { printable } from './printable.js';
import { ENGLISH } from './texts/english.js';
import { KOREAN } from './texts/korean.js';
import type { FactName, Language, Variant } from './texts/language.js';

/** What is to be said, in no language yet. */
export interface Notice {
  readonly key: AuditEventType | Variant;
  readonly isUrgent: boolean;
  readonly facts: readonly (readonly [FactName, string])[];
  readonly link: string | null;
}

const LANGUAGES: Readonly<Record<'en' | 'ko', Language>> = { en: ENGLISH, ko: KOREAN };
const MAX_LISTED = 20;

export function toMessage({ key, isUrgent, facts, link }: Notice, language: 'en' | 'ko'): ChannelMessage {
  const { titles, labels, advice } = LANGUAGES[language];
  const stated = facts.map(([name, value]) => `${labels[name]}: ${printable(value)}`);
  const told = advice[key];
  return { title: titles[key], lines: told === undefined ? stated : [...stated, told], link, isUrgent };
}

/** Several ordinary messages in one: the title of each with its first facts on a line. */
export function joinMessages(messages: readonly ChannelMessage[], language: 'en' | 'ko'): ChannelMessage {
  const [only, ...others] = messages;
  if (only !== undefined && others.length === 0) return only;
  const { several, more } = LANGUAGES[language];
  const lines = messages.slice(0, MAX_LISTED).map(({ title, lines: facts }) => [title, ...facts.slice(0, 4)].join(' · '));
  const rest = messages.length - lines.length;
  return {
    title: several(messages.length),
    lines: rest > 0 ? [...lines, more(rest)] : lines,
    link: null,
    isUrgent: false,
  };
}
