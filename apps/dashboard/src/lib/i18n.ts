import { first } from '../messages/en/first';
import { catalogues, type Catalogue, type MessageKey } from './catalogues';
import { preferences, type Language } from './preferences';
import { createStore } from './store';
import { useStore } from './use-store';

export type { Catalogue, MessageKey };
export type Translate = (key: MessageKey, values?: Readonly<Record<string, string | number>>) => string;

interface Loaded {
  readonly language: Language;
  readonly messages: Partial<Catalogue>;
}

// What the login page says in English is there at once; the rest comes with the pages behind it, other languages as a whole.
const loaded = createStore<Loaded>({ language: 'en', messages: first });

export async function loadLanguage(language: Language): Promise<void> {
  const messages = await catalogues[language]();
  if (preferences.get().language !== language) return;
  document.documentElement.lang = language;
  loaded.set({ language, messages });
}

/** For the first word of all: the English login page waits for nothing. */
export async function loadFirstLanguage(): Promise<void> {
  const { language } = preferences.get();
  if (language !== 'en') return loadLanguage(language);
  document.documentElement.lang = language;
}

/** A page behind the login, with everything it may say. */
export async function withMessages<Page>(page: Promise<Page>): Promise<Page> {
  await loadLanguage(preferences.get().language);
  return page;
}

/** Fills `{name}` places. A name without a value stays as it is, so that it is seen. */
export function fill(message: string, values: Readonly<Record<string, string | number>> = {}): string {
  return message.replace(/\{(\w+)\}/g, (place, name: string) => (name in values ? String(values[name]) : place));
}

export function isMessageKey(key: string): key is MessageKey {
  return Object.hasOwn(loaded.get().messages, key);
}

export function useLanguage(): Language {
  return useStore(loaded).language;
}

export function useT(): Translate {
  const { messages } = useStore(loaded);
  return (key, values) => fill(messages[key] ?? key, values);
}
