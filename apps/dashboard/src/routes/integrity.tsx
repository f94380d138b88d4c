import type { ReactNode } from 'react';
import { Page } from '../components/ui/page';
import { IntegrityView } from '../features/integrity/components/integrity-view';
import { useIntegrityText } from '../features/integrity/integrity-text';

export function Integrity(): ReactNode {
  const t = useIntegrityText();
  return (
    <Page title={t('altered.title')} lead={t('altered.lead')}>
      <IntegrityView />
    </Page>
  );
}
