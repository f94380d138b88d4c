import type { ReactNode } from 'react';
import { Page } from '../components/ui/page';
import { AuditList } from '../features/audit/components/audit-list';
import { VerifyChain } from '../features/audit/components/verify-button';
import { useT } from '../lib/i18n';

export function Audit(): ReactNode {
  const t = useT();
  return (
    <Page title={t('audit.title')} lead={t('audit.lead')}>
      <VerifyChain />
      <AuditList />
    </Page>
  );
}
