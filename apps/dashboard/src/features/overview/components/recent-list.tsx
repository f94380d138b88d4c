import type { RecentTransaction } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { TransactionStatus } from '../../../components/transaction/transaction-status';
import { Empty, Section } from '../../../components/ui/page';
import { Time } from '../../../components/ui/time';
import { isMessageKey, useT } from '../../../lib/i18n';
import { safeText } from '../../../lib/safe-text';

function Row({ transaction }: { readonly transaction: RecentTransaction }): ReactNode {
  const t = useT();
  const { id, type, status, waitReason, formattedAmount, walletName, createdAt } = transaction;
  const kind = `kind.${type}`;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-baseline gap-x-4 gap-y-0.5">
      <Link to={`/transactions/${id}`} className="font-medium text-accent underline-offset-4 hover:underline">
        {isMessageKey(kind) ? t(kind) : safeText(type)} {safeText(formattedAmount ?? '', 80)}
      </Link>
      <span className="justify-self-end">
        <TransactionStatus {...{ status, waitReason }} />
      </span>
      <span className="text-sm text-soft">{safeText(walletName ?? '', 40)}</span>
      <span className="text-right text-sm text-soft">
        <Time at={createdAt} />
      </span>
    </li>
  );
}

export function RecentList({ transactions }: { readonly transactions: readonly RecentTransaction[] }): ReactNode {
  const t = useT();
  return (
    <Section title={t('overview.recent')}>
      {transactions.length === 0 ? (
        <Empty title={t('overview.recent.none')}>{t('overview.recent.none.lead')}</Empty>
      ) : (
        <ul className="grid gap-3">
          {transactions.map((transaction) => (
            <Row key={transaction.id} transaction={transaction} />
          ))}
        </ul>
      )}
    </Section>
  );
}
