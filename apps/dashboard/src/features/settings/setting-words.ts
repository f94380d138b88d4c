import type { SettingSchema } from '@waiaas/api-types';
import { fill, useLanguage } from '../../lib/i18n';
import { settingForms, settingNames } from '../../messages/ko/setting-names';

const PER_NETWORK = /^(chain|rpc|explorer)\.(?:evm_)?([a-z0-9]+)[-_](mainnet|testnet|devnet|sepolia|amoy)(.*)$/;

/** What a value must be, where the daemon's sentence has figures or names in it. */
const FORMS: readonly (readonly [RegExp, string])[] = [
  [/^an integer from (\d+) to (\d+)$/, '$1에서 $2 사이의 정수'],
  [/^finalized or a number of blocks from (\d+) to (\d+)$/, 'finalized 또는 $1에서 $2 사이의 블록 수'],
  [/^one of (.+)$/, '다음 중 하나: $1'],
  [/^an origin such as (\S+)$/, '$1 형태의 주소'],
  [/^a list of origins such as (\S+)$/, '$1 형태의 주소 목록'],
];

function formOf(expects: string): string {
  const [pattern, form = ''] = FORMS.find(([one]) => one.test(expects)) ?? [];
  return pattern === undefined ? (settingForms[expects] ?? expects) : expects.replace(pattern, form);
}

/** Name and description; those of a setting per network name it. */
function wordsOf({ key, label, description }: SettingSchema): readonly [label: string, description: string] {
  const [, category = '', chain = '', kind = '', rest = ''] = PER_NETWORK.exec(key) ?? [];
  const [own = label, about = description] = settingNames[chain === '' ? key : `${category}.*${rest}`] ?? [];
  const network = `${chain}-${kind}`;
  return [fill(own, { network }), fill(about, { network })];
}

/** A setting in Korean; one that is newer than this page speaks for itself. */
export function inKorean(setting: SettingSchema): SettingSchema {
  const { unit, expects } = setting;
  const [label, description] = wordsOf(setting);
  return {
    ...setting,
    label,
    description,
    expects: formOf(expects),
    ...(unit === undefined ? {} : { unit: settingForms[unit] ?? unit }),
  };
}

/** Settings in the language of the reader. */
export function useSettingWords(): (settings: readonly SettingSchema[]) => readonly SettingSchema[] {
  const language = useLanguage();
  return (settings) => (language === 'ko' ? settings.map(inKorean) : settings);
}
