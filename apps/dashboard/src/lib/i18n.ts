import { en } from '../messages/en/catalogue';
import { preferences, type Language } from './preferences';
import { createStore, useStore } from './store';

export type MessageKey = keyof typeof en;
export type Catalogue = Readonly<Record<MessageKey, string>>;
export type Translate = (key: MessageKey, values?: Readonly<Record<string, string | number>>) => string;

// English is there at once; the others come when somebody reads them.
const LOADERS: Readonly<Record<Exclude<Language, 'en'>, () => Promise<Catalogue>>> = {
  ko: async () => (await import('../messages/ko/catalogue')).ko,
};

interface Loaded {
  readonly language: Language;
  readonly messages: Catalogue;
}

const loaded = createStore<Loaded>({ language: 'en', messages: en });

export async function loadLanguage(language: Language): Promise<void> {
  const messages = language === 'en' ? en : await LOADERS[language]();
  if (preferences.get().language !== language) return;
  document.documentElement.lang = language;
  loaded.set({ language, messages });
}

/** Fills `{name}` places. A name without a value stays as it is, so that it is seen. */
export function fill(message: string, values: Readonly<Record<string, string | number>> = {}): string {
  return message.replace(/\{(\w+)\}/g, (place, name: string) => (name in values ? String(values[name]) : place));
}

export function isMessageKey(key: string): key is MessageKey {
  return Object.hasOwn(en, key);
}

export function useLanguage(): Language {
  return useStore(loaded).language;
}

export function useT(): Translate {
  const { messages } = useStore(loaded);
  return (key, values) => fill(messages[key], values);
}
