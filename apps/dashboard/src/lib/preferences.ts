import { createStore } from './store';

export const LANGUAGES = { en: 'English', ko: '한국어' } as const;
export type Language = keyof typeof LANGUAGES;
export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export interface Preferences {
  readonly language: Language;
  readonly theme: Theme;
}

const KEY = 'waiaas.preferences';
const isLanguage = (value: unknown): value is Language => typeof value === 'string' && value in LANGUAGES;
const isTheme = (value: unknown): value is Theme => THEMES.some((theme) => theme === value);

function ofBrowser(): Language {
  const [wanted = 'en'] = navigator.language.split('-');
  return isLanguage(wanted) ? wanted : 'en';
}

function read(): Preferences {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Record<keyof Preferences, unknown>>;
    return {
      language: isLanguage(stored.language) ? stored.language : ofBrowser(),
      theme: isTheme(stored.theme) ? stored.theme : 'system',
    };
  } catch {
    return { language: ofBrowser(), theme: 'system' };
  }
}

const store = createStore(read());

/** How this person likes to read: language and light. Nothing here says anything about a wallet. */
export const preferences = {
  ...store,
  change(change: Partial<Preferences>): void {
    store.set({ ...store.get(), ...change });
    localStorage.setItem(KEY, JSON.stringify(store.get()));
  },
};
