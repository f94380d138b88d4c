import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import { Page, Section } from '../components/ui/page';
import { QueryView } from '../components/ui/query-view';
import { Assets } from '../features/oversight/components/assets';
import { WalletLimits } from '../features/oversight/components/wallet-limits';
import { WorstCasePanel } from '../features/oversight/components/worst-case-panel';
import { WalletPolicies } from '../features/policies/components/wallet-policies';
import { SessionList } from '../features/sessions/components/session-list';
import { TransactionList } from '../features/transactions/components/transaction-list';
import { AddressSection } from '../features/wallets/components/address-section';
import { ExportKey } from '../features/wallets/components/export-key';
import { OwnerSection } from '../features/wallets/components/owner-section';
import { WalletActs } from '../features/wallets/components/wallet-acts';
import { WalletStatusBadge } from '../features/wallets/components/wallet-table';
import { walletQueries } from '../features/wallets/wallets.queries';
import { useT } from '../lib/i18n';
import { safeText } from '../lib/safe-text';

export function Wallet(): ReactNode {
  const t = useT();
  const { id = '' } = useParams();
  const query = useQuery(walletQueries.detail(id));
  const wallet = query.data;
  return (
    <Page
      title={wallet === undefined ? t('wallets.one') : safeText(wallet.name, 100)}
      lead={wallet !== undefined && <WalletStatusBadge status={wallet.status} />}
      actions={
        wallet !== undefined && (
          <>
            {wallet.status !== 'TERMINATED' && <ExportKey wallet={wallet} />}
            <WalletActs wallet={wallet} />
          </>
        )
      }
    >
      <QueryView query={query}>
        {(found) => (
          <>
            <AddressSection wallet={found} />
            <div className="grid items-start gap-6 xl:grid-cols-2">
              <Assets walletId={found.id} />
              <WalletLimits walletId={found.id} />
            </div>
            <WorstCasePanel walletId={found.id} />
            <WalletPolicies walletId={found.id} />
            <OwnerSection wallet={found} />
            <Section title={t('sessions.title')}>
              <SessionList walletId={found.id} />
            </Section>
            <Section title={t('wallets.activity')}>
              <TransactionList walletId={found.id} />
            </Section>
          </>
        )}
      </QueryView>
    </Page>
  );
}
