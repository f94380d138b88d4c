import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import { ButtonLink } from '../components/ui/button';
import { Page } from '../components/ui/page';
import { QueryView } from '../components/ui/query-view';
import { PolicyList } from '../features/policies/components/policy-list';
import { usePolicyText } from '../features/policies/policy-text';
import { walletQueries } from '../features/wallets/wallets.queries';

export function Policies(): ReactNode {
  const t = usePolicyText();
  const [search] = useSearchParams();
  const wallet = search.get('wallet');
  const wallets = useQuery(walletQueries.list());
  return (
    <Page
      title={t('policies.title')}
      lead={t('policies.lead')}
      actions={
        <>
          <ButtonLink to="/policies/playground">{t('policies.playground')}</ButtonLink>
          <ButtonLink
            to={wallet === null ? '/policies/new' : `/policies/new?wallet=${encodeURIComponent(wallet)}`}
            look="primary"
          >
            {t('policies.new')}
          </ButtonLink>
        </>
      }
    >
      <QueryView query={wallets}>{({ items }) => <PolicyList wallets={items} />}</QueryView>
    </Page>
  );
}
