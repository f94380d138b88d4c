import { useQuery } from '@tanstack/react-query';
import type { PolicyTypeItem } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { useLocation, useNavigate, useParams, useSearchParams } from 'react-router';
import { Page } from '../components/ui/page';
import { QueryView } from '../components/ui/query-view';
import { AFTER_SAVE } from '../components/ui/unsaved-guard';
import { Catalogue } from '../features/policies/components/catalogue';
import { PolicyEditor } from '../features/policies/components/policy-editor';
import { policyQueries } from '../features/policies/policies.queries';
import { isPolicyKey, typeName, usePolicyText } from '../features/policies/policy-text';
import { walletQueries } from '../features/wallets/wallets.queries';
import { NotFound } from './not-found';

export function PolicyKinds(): ReactNode {
  const t = usePolicyText();
  const { search } = useLocation();
  const types = useQuery(policyQueries.types());
  return (
    <Page title={t('policies.choose')} lead={t('policies.choose.lead')}>
      <QueryView query={types}>{(found) => <Catalogue types={found.types} search={search} />}</QueryView>
    </Page>
  );
}

export function NewPolicy(): ReactNode {
  const t = usePolicyText();
  const { type: name = '' } = useParams();
  const types = useQuery(policyQueries.types());
  const type = types.data?.types.find((candidate) => candidate.type === name);
  if (types.data !== undefined && type === undefined) return <NotFound />;
  const key = `type.${name}.text`;
  return (
    <Page title={t('policies.form.new', { type: typeName(name, t) })} lead={isPolicyKey(key) ? t(key) : type?.description}>
      <QueryView query={types}>{() => type !== undefined && <NewPolicyForm key={type.type} type={type} />}</QueryView>
    </Page>
  );
}

function NewPolicyForm({ type }: { readonly type: PolicyTypeItem }): ReactNode {
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const wallets = useQuery(walletQueries.list());
  const walletId = search.get('wallet') ?? '';
  return (
    <QueryView query={wallets}>
      {({ items }) => (
        <PolicyEditor
          type={type}
          wallets={items.filter(({ status }) => status !== 'TERMINATED')}
          walletId={items.some(({ id }) => id === walletId) ? walletId : ''}
          onSaved={({ id, warnings = [] }) =>
            void navigate(`/policies/${id}`, { state: { ...AFTER_SAVE, saved: warnings }, replace: true })
          }
        />
      )}
    </QueryView>
  );
}
