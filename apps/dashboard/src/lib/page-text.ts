import { fill, isMessageKey, useLanguage, useT, type MessageKey } from './i18n';
import type { Language } from './preferences';

type Values = Readonly<Record<string, string | number>>;
type Catalogues<K extends string> = Readonly<Record<Language, Readonly<Record<K, string>>>>;

/** Texts of some pages and of all. */
export interface PageText<K extends string> {
  (key: K | MessageKey, values?: Values): string;
  readonly language: Language;
  readonly has: (key: string) => key is K;
}

/** As the text of all pages, with what some pages say beside it. It comes with them and not with the first page. */
export function usePageText<K extends string>(catalogues: Catalogues<K>): PageText<K> {
  const shared = useT();
  const language = useLanguage();
  const has = (key: string): key is K => Object.hasOwn(catalogues.en, key);
  const text = (key: K | MessageKey, values?: Values): string =>
    isMessageKey(key) ? shared(key, values) : fill(catalogues[language][key], values);
  return Object.assign(text, { language, has });
}
