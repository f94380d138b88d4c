import { isMessageKey } from '../../lib/i18n';
import { usePageText, type PageText } from '../../lib/page-text';
import { policies as enPolicies } from '../../messages/en/policies';
import { rules as enRules } from '../../messages/en/rules';
import { policies as koPolicies } from '../../messages/ko/policies';
import { rules as koRules } from '../../messages/ko/rules';

const en = { ...enPolicies, ...enRules };
const ko: Readonly<Record<keyof typeof en, string>> = { ...koPolicies, ...koRules };
export type PolicyKey = keyof typeof en;
export type PolicyText = PageText<PolicyKey>;

export function isPolicyKey(key: string): key is PolicyKey {
  return Object.hasOwn(en, key);
}

export function usePolicyText(): PolicyText {
  return usePageText<PolicyKey>({ en, ko });
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
