import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Page } from '../components/ui/page';
import { QueryView } from '../components/ui/query-view';
import { CreateSessionForm } from '../features/sessions/components/create-session-form';
import { walletQueries } from '../features/wallets/wallets.queries';
import { useT } from '../lib/i18n';

export function NewSession(): ReactNode {
  const t = useT();
  const query = useQuery(walletQueries.list());
  return (
    <Page title={t('sessions.new')}>
      <div className="card p-6">
        <QueryView query={query}>
          {({ items }) => <CreateSessionForm wallets={items.filter(({ status }) => status !== 'TERMINATED')} />}
        </QueryView>
      </div>
    </Page>
  );
}
