import { useQuery } from '@tanstack/react-query';
import type { PolicyItem, PolicyWarning } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { useLocation, useParams } from 'react-router';
import { Facts } from '../components/ui/facts';
import { Notice } from '../components/ui/notice';
import { Page, Section } from '../components/ui/page';
import { QueryView } from '../components/ui/query-view';
import { Time } from '../components/ui/time';
import { PolicyActs } from '../features/policies/components/policy-acts';
import { RuleWords } from '../features/policies/components/rule-words';
import { SaveNotice } from '../features/policies/components/save-notice';
import { VersionList } from '../features/policies/components/version-list';
import { WhereItHolds } from '../features/policies/components/where-it-holds';
import { policyQueries } from '../features/policies/policies.queries';
import { typeName, usePolicyText } from '../features/policies/policy-text';
import { summaryOf } from '../features/policies/rules/summary';
import { walletQueries } from '../features/wallets/wallets.queries';
import { isCode } from '../lib/errors';

export function Policy(): ReactNode {
  const t = usePolicyText();
  const { id = '' } = useParams();
  const query = useQuery(policyQueries.detail(id));
  const policy = query.data;
  // Its versions stay, and the way back to them.
  const isDeleted = isCode(query.error, 'POLICY_NOT_FOUND');
  return (
    <Page
      title={policy === undefined ? t('policies.one') : typeName(policy.type, t)}
      lead={policy !== undefined && summaryOf(policy.type, policy.rules, t)}
      actions={policy !== undefined && !isDeleted && <Acts policy={policy} />}
    >
      {isDeleted ? (
        <Notice tone="warn" title={t('policies.deleted')} />
      ) : (
        <>
          <JustSaved />
          <QueryView query={query}>{(found) => <WhatItSays policy={found} />}</QueryView>
        </>
      )}
      <VersionList id={id} isDeleted={isDeleted} />
    </Page>
  );
}

/** What the page that led here saved, if it did. */
function JustSaved(): ReactNode {
  const { state } = useLocation() as { readonly state: { readonly saved?: readonly PolicyWarning[] } | null };
  return state?.saved === undefined ? null : <SaveNotice warnings={state.saved} />;
}

function Acts({ policy }: { readonly policy: PolicyItem }): ReactNode {
  const types = useQuery(policyQueries.types());
  const isDefaultDeny = types.data?.types.find(({ type }) => type === policy.type)?.defaultDeny === true;
  return <PolicyActs policy={policy} isDefaultDeny={isDefaultDeny} />;
}

function WhatItSays({ policy }: { readonly policy: PolicyItem }): ReactNode {
  const t = usePolicyText();
  const wallets = useQuery(walletQueries.list());
  return (
    <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_22rem]">
      <Section title={t('policies.says')}>
        <RuleWords rules={policy.rules} />
        <details>
          <summary className="text-sm text-soft">{t('policies.raw')}</summary>
          <pre tabIndex={0} className="mt-2 overflow-auto rounded-lg bg-raised p-3 font-mono text-xs">
            {JSON.stringify(policy.rules, undefined, 2)}
          </pre>
        </details>
      </Section>
      <Section title={t('policies.where')}>
        <Facts
          facts={[
            { name: t('policies.form.wallet'), value: <WhereItHolds policy={policy} wallets={wallets.data?.items ?? []} /> },
            { name: t('policies.state'), value: t(policy.enabled ? 'policies.on' : 'policies.off') },
            { name: t('policies.priority'), value: policy.priority },
            { name: t('policies.changed'), value: <Time at={policy.updatedAt} /> },
          ]}
        />
      </Section>
    </div>
  );
}
