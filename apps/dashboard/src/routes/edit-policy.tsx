import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { PolicyItem } from '@waiaas/api-types';
import { useState, type ReactNode } from 'react';
import { useNavigate, useParams } from 'react-router';
import { Page } from '../components/ui/page';
import { QueryView } from '../components/ui/query-view';
import { AFTER_SAVE } from '../components/ui/unsaved-guard';
import { PolicyEditor } from '../features/policies/components/policy-editor';
import { policyQueries } from '../features/policies/policies.queries';
import { typeName, usePolicyText } from '../features/policies/policy-text';
import { walletQueries } from '../features/wallets/wallets.queries';

export function EditPolicy(): ReactNode {
  const t = usePolicyText();
  const { id = '' } = useParams();
  const query = useQuery(policyQueries.detail(id));
  const title = query.data === undefined ? t('policies.one') : t('policies.form.edit', { type: typeName(query.data.type, t) });
  return (
    <Page title={title}>
      <QueryView query={query}>{(found) => <EditForm latest={found} />}</QueryView>
    </Page>
  );
}

/** The policy as it was opened: what others do meanwhile changes nothing under one's hands, and the daemon refuses to overwrite it. */
function EditForm({ latest }: { readonly latest: PolicyItem }): ReactNode {
  const navigate = useNavigate();
  const client = useQueryClient();
  const [policy, setPolicy] = useState(latest);
  const types = useQuery(policyQueries.types());
  const wallets = useQuery(walletQueries.list());
  const type = types.data?.types.find((candidate) => candidate.type === policy.type);
  const reload = (): void => void client.fetchQuery(policyQueries.detail(policy.id)).then(setPolicy);
  return (
    <QueryView query={types}>
      {() => (
        <QueryView query={wallets}>
          {({ items }) =>
            type !== undefined && (
              <PolicyEditor
                key={policy.version}
                {...{ type, policy, wallets: items }}
                onReload={reload}
                onSaved={({ id, warnings = [] }) =>
                  void navigate(`/policies/${id}`, { state: { ...AFTER_SAVE, saved: warnings }, replace: true })
                }
              />
            )
          }
        </QueryView>
      )}
    </QueryView>
  );
}
