import type { ReactNode } from 'react';
import { Page } from '../components/ui/page';
import { AuditList } from '../features/audit/components/audit-list';
import { ExportAudit } from '../features/audit/components/export-button';
import { VerifyChain } from '../features/audit/components/verify-button';
import { useT } from '../lib/i18n';

export function Audit(): ReactNode {
  const t = useT();
  return (
    <Page title={t('audit.title')} lead={t('audit.lead')}>
      <div className="flex flex-wrap items-start gap-3">
        <VerifyChain />
        <ExportAudit />
      </div>
      <AuditList />
    </Page>
  );
}
