import { usePageText, type PageText } from '../../lib/page-text';
import { oversight as en } from '../../messages/en/oversight';
import { oversight as ko } from '../../messages/ko/oversight';

export type OversightText = PageText<keyof typeof en>;

export function useOversightText(): OversightText {
  return usePageText<keyof typeof en>({ en, ko });
}
