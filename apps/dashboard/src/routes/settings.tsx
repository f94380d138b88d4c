import type { ReactNode } from 'react';
import { Page } from '../components/ui/page';
import { PasswordForm } from '../features/settings/components/password-form';
import { useT } from '../lib/i18n';

export function Settings(): ReactNode {
  const t = useT();
  return (
    <Page title={t('settings.title')}>
      <PasswordForm />
    </Page>
  );
}
