import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import { ButtonLink } from '../components/ui/button';
import { Page } from '../components/ui/page';
import { TabLinks } from '../components/ui/tab-links';
import { AdminQueue } from '../features/approvals/components/admin-queue';
import { InboxList } from '../features/approvals/components/inbox-list';
import { INBOX_STATES, type InboxState } from '../features/approvals/approvals.queries';
import { useT } from '../lib/i18n';
import { loginStore } from '../lib/login-store';
import { useStore } from '../lib/use-store';

export function Approvals(): ReactNode {
  return useStore(loginStore).owner === undefined ? <AdminApprovals /> : <OwnerApprovals />;
}

function AdminApprovals(): ReactNode {
  const t = useT();
  const actions = <ButtonLink to="/owner/login?next=%2Fapprovals">{t('approvals.asOwner')}</ButtonLink>;
  return (
    <Page title={t('approvals.title')} lead={t('approvals.lead.admin')} actions={actions}>
      <AdminQueue />
    </Page>
  );
}

function OwnerApprovals(): ReactNode {
  const t = useT();
  const [search] = useSearchParams();
  const state: InboxState = INBOX_STATES.find((name) => name === search.get('state')) ?? 'pending';
  return (
    <Page title={t('approvals.title')} lead={t('approvals.lead.owner')}>
      <TabLinks
        label={t('approvals.title')}
        tabs={INBOX_STATES.map((name) => ({
          to: name === 'pending' ? '?' : `?state=${name}`,
          text: t(`approvals.tab.${name}`),
          isCurrent: name === state,
        }))}
      />
      <InboxList state={state} />
    </Page>
  );
}
