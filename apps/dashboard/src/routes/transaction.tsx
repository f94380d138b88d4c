import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import { Page } from '../components/ui/page';
import { TransactionDetail } from '../features/transactions/components/transaction-detail';
import { useT } from '../lib/i18n';

export function Transaction(): ReactNode {
  const t = useT();
  const { id = '' } = useParams();
  const back = (
    <Link to="/transactions" className="text-accent underline underline-offset-4">
      {t('transactions.all')}
    </Link>
  );
  return (
    <Page title={t('transactions.one')} actions={back}>
      <TransactionDetail id={id} />
    </Page>
  );
}
