import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Page } from '../components/ui/page';
import { QueryView } from '../components/ui/query-view';
import { CreateSessionForm } from '../features/sessions/components/create-session-form';
import { McpHandOut } from '../features/sessions/components/mcp-hand-out';
import { NoWallets } from '../features/wallets/components/no-wallets';
import { walletQueries } from '../features/wallets/wallets.queries';
import { useT } from '../lib/i18n';

export function NewSession(): ReactNode {
  const t = useT();
  const query = useQuery(walletQueries.list());
  return (
    <Page title={t('sessions.new')}>
      <QueryView query={query}>
        {({ items }) => {
          const wallets = items.filter(({ status }) => status !== 'TERMINATED');
          if (wallets.length === 0) return <NoWallets />;
          return (
            <>
              <div className="card p-6">
                <CreateSessionForm wallets={wallets} />
              </div>
              <McpHandOut wallets={wallets} />
            </>
          );
        }}
      </QueryView>
    </Page>
  );
}
