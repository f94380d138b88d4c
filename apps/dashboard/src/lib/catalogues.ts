import type { en } from '../messages/en/catalogue';
import type { Language } from './preferences';

export type MessageKey = keyof typeof en;
export type Catalogue = Readonly<Record<MessageKey, string>>;

/** Everything that can be said in a language, each in a file of its own. */
export const catalogues: Readonly<Record<Language, () => Promise<Catalogue>>> = {
  en: async () => (await import('../messages/en/catalogue')).en,
  ko: async () => (await import('../messages/ko/catalogue')).ko,
};
