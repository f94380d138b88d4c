import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Page } from '../components/ui/page';
import { QueryView } from '../components/ui/query-view';
import { Playground } from '../features/policies/play/playground';
import { usePolicyText } from '../features/policies/policy-text';
import { walletQueries } from '../features/wallets/wallets.queries';

export function PolicyPlayground(): ReactNode {
  const t = usePolicyText();
  const wallets = useQuery(walletQueries.list());
  return (
    <Page title={t('policies.playground')} lead={t('play.lead')}>
      <QueryView query={wallets}>
        {({ items }) => <Playground wallets={items.filter(({ status }) => status !== 'TERMINATED')} />}
      </QueryView>
    </Page>
  );
}
