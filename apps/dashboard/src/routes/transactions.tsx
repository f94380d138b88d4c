import type { ReactNode } from 'react';
import { Page } from '../components/ui/page';
import { TransactionList } from '../features/transactions/components/transaction-list';
import { useT } from '../lib/i18n';

export function Transactions(): ReactNode {
  const t = useT();
  return (
    <Page title={t('transactions.title')}>
      <TransactionList />
    </Page>
  );
}
