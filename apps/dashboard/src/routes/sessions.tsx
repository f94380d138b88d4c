import type { ReactNode } from 'react';
import { ButtonLink } from '../components/ui/button';
import { Page } from '../components/ui/page';
import { SessionList } from '../features/sessions/components/session-list';
import { useT } from '../lib/i18n';

export function Sessions(): ReactNode {
  const t = useT();
  const actions = (
    <ButtonLink to="/sessions/new" look="primary">
      {t('sessions.new')}
    </ButtonLink>
  );
  return (
    <Page title={t('sessions.title')} lead={t('sessions.lead')} actions={actions}>
      <SessionList />
    </Page>
  );
}
