import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Badge } from '../../../components/ui/badge';
import { ButtonLink } from '../../../components/ui/button';
import { Section } from '../../../components/ui/page';
import { QueryView } from '../../../components/ui/query-view';
import { policyQueries } from '../policies.queries';
import { typeName, usePolicyText } from '../policy-text';
import { summaryOf } from '../rules/summary';

/** What a wallet is judged by, its own policies and those of all wallets, a sentence each. */
export function WalletPolicies({ walletId }: { readonly walletId: string }): ReactNode {
  const t = usePolicyText();
  const query = useQuery(policyQueries.list({ walletId, offset: 0 }));
  const here = `?wallet=${encodeURIComponent(walletId)}`;
  const actions = (
    <span className="flex flex-wrap gap-2">
      <ButtonLink to={`/policies${here}`} className="text-sm">
        {t('policies.title')}
      </ButtonLink>
      <ButtonLink to={`/policies/new${here}`} className="text-sm">
        {t('policies.new')}
      </ButtonLink>
    </span>
  );
  return (
    <Section title={t('policies.title')} actions={actions}>
      <QueryView query={query}>
        {({ data, total }) => (
          <>
            {data.length === 0 && <p className="text-soft">{t('policies.none.lead')}</p>}
            <ul className="grid gap-3">
              {data.map((policy) => (
                <li key={policy.id} className="grid gap-x-4 gap-y-0.5 sm:grid-cols-[11rem_minmax(0,1fr)_auto]">
                  <Link to={`/policies/${policy.id}`} className="font-semibold text-accent underline-offset-4 hover:underline">
                    {typeName(policy.type, t)}
                  </Link>
                  <span className="wrap-anywhere">{summaryOf(policy.type, policy.rules, t)}</span>
                  <span className="flex flex-wrap items-start gap-2">
                    {policy.walletId === null && <Badge>{t('policies.everywhere')}</Badge>}
                    {policy.network !== null && <Badge>{policy.network}</Badge>}
                    {!policy.enabled && <Badge tone="warn">{t('policies.off')}</Badge>}
                  </span>
                </li>
              ))}
            </ul>
            {total > data.length && <p className="text-soft">{t('policies.moreEntries', { count: total - data.length })}</p>}
          </>
        )}
      </QueryView>
    </Section>
  );
}
