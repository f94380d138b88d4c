import { usePageText, type PageText } from '../../lib/page-text';
import { integrity as en } from '../../messages/en/integrity';
import { integrity as ko } from '../../messages/ko/integrity';

export type IntegrityText = PageText<keyof typeof en>;

export function useIntegrityText(): IntegrityText {
  return usePageText<keyof typeof en>({ en, ko });
}
