import type { AdminStatus } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { useLocation } from 'react-router';
import { ButtonLink } from '../../../components/ui/button';
import { Notice } from '../../../components/ui/notice';
import { useT } from '../../../lib/i18n';

const PAGE = '/integrity';

/** On every page while rows are altered, with the way to what is to be decided about them. */
export function AlteredNotice({ status }: { readonly status: Pick<AdminStatus, 'checks'> | undefined }): ReactNode {
  const t = useT();
  const { pathname } = useLocation();
  const isAltered = status?.checks.some(({ name, ok }) => name === 'integrity' && !ok) ?? false;
  if (!isAltered) return null;
  return (
    <Notice tone="danger" title={t('altered')}>
      <p>{t('altered.text')}</p>
      {pathname !== PAGE && (
        <ButtonLink to={PAGE} className="mt-1 justify-self-start">
          {t('altered.look')}
        </ButtonLink>
      )}
    </Notice>
  );
}
