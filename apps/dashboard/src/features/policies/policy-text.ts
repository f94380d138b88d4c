import { fill, isMessageKey, useLanguage, useT, type MessageKey } from '../../lib/i18n';
import type { Language } from '../../lib/preferences';
import { policies as enPolicies } from '../../messages/en/policies';
import { rules as enRules } from '../../messages/en/rules';
import { policies as koPolicies } from '../../messages/ko/policies';
import { rules as koRules } from '../../messages/ko/rules';

const en = { ...enPolicies, ...enRules };
const ko: Readonly<Record<keyof typeof en, string>> = { ...koPolicies, ...koRules };
const CATALOGUES: Readonly<Record<Language, Readonly<Record<keyof typeof en, string>>>> = { en, ko };

export type PolicyKey = keyof typeof en;
type Values = Readonly<Record<string, string | number>>;

/** Texts of these pages and of all others. */
export interface PolicyText {
  (key: PolicyKey | MessageKey, values?: Values): string;
  readonly language: Language;
}

export function isPolicyKey(key: string): key is PolicyKey {
  return Object.hasOwn(en, key);
}

/** As the text of all pages, with what the pages of policies say beside it. It comes with them and not with the first page. */
export function usePolicyText(): PolicyText {
  const shared = useT();
  const language = useLanguage();
  const text = (key: PolicyKey | MessageKey, values?: Values): string =>
    isMessageKey(key) ? shared(key, values) : fill(CATALOGUES[language][key], values);
  return Object.assign(text, { language });
}

/** The name of a kind of policy; of one that is newer than this page, its own. */
export function typeName(type: string, t: PolicyText): string {
  const key = `type.${type}`;
  return isPolicyKey(key) ? t(key) : type;
}

export function memberName(member: string, t: PolicyText): string {
  const key = `rule.${member}`;
  return isPolicyKey(key) ? t(key) : member;
}

/** What one entry of a list is called. */
export function entryName(member: string, t: PolicyText): string {
  const key = `rule.${member}.one`;
  return isPolicyKey(key) ? t(key) : memberName(member, t);
}

export function memberHint(member: string, t: PolicyText): string | undefined {
  const key = `rule.${member}.hint`;
  return isPolicyKey(key) ? t(key) : undefined;
}

export function choiceName(choice: string, t: PolicyText): string {
  const key = `choice.${choice}`;
  const tier = `tier.${choice}`;
  if (isPolicyKey(key)) return t(key);
  return isMessageKey(tier) ? t(tier) : choice;
}
