import { usePageText, type PageText } from '../../lib/page-text';
import { sessions as en } from '../../messages/en/sessions';
import { sessions as ko } from '../../messages/ko/sessions';

export type SessionText = PageText<keyof typeof en>;

export function useSessionText(): SessionText {
  return usePageText<keyof typeof en>({ en, ko });
}
