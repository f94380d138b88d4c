import type { ReactNode } from 'react';
import { ButtonLink } from '../components/ui/button';
import { Empty, Page } from '../components/ui/page';
import { useT } from '../lib/i18n';

export function NotFound(): ReactNode {
  const t = useT();
  return (
    <Page title={t('shell.missing')}>
      <Empty title={t('shell.missing.lead')}>
        <ButtonLink to="/" look="primary">
          {t('shell.home')}
        </ButtonLink>
      </Empty>
    </Page>
  );
}
