import type { AdminTransaction } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { TransactionStatus } from '../../../components/transaction/transaction-status';
import { ShortAddress } from '../../../components/ui/address';
import { DataTable, type Column } from '../../../components/ui/data-table';
import { Time } from '../../../components/ui/time';
import { formatUsd, groupDigits } from '../../../lib/format-amount';
import { isMessageKey, useT } from '../../../lib/i18n';
import { safeText } from '../../../lib/safe-text';

export function KindName({ kind }: { readonly kind: string }): ReactNode {
  const t = useT();
  const key = `kind.${kind}`;
  return isMessageKey(key) ? t(key) : safeText(kind);
}

interface TransactionTableProps {
  readonly rows: readonly AdminTransaction[];
  /** All of one wallet: its name says nothing. */
  readonly isOfOne?: boolean;
}

export function TransactionTable({ rows, isOfOne = false }: TransactionTableProps): ReactNode {
  const t = useT();
  const wallet: Column<AdminTransaction> = {
    name: t('transactions.wallet'),
    cell: ({ walletName, walletId }) => safeText(walletName ?? walletId, 40),
  };
  const columns: readonly Column<AdminTransaction>[] = [
    {
      name: t('transactions.what'),
      cell: ({ id, type, amountFormatted, amountSymbol }) => (
        <Link to={`/transactions/${id}`} className="font-semibold text-accent underline-offset-4 hover:underline">
          <KindName kind={type} /> {groupDigits(amountFormatted ?? '')} {safeText(amountSymbol ?? '', 40)}
        </Link>
      ),
    },
    {
      name: t('approvals.to'),
      cell: ({ toAddress }) => (toAddress === null ? '–' : <ShortAddress address={safeText(toAddress)} />),
    },
    ...(isOfOne ? [] : [wallet]),
    { name: t('approvals.network'), cell: ({ network }) => safeText(network) },
    { name: t('approvals.state'), cell: ({ status, waitReason }) => <TransactionStatus {...{ status, waitReason }} /> },
    { name: 'USD', cell: ({ amountUsd }) => (amountUsd === null ? '–' : formatUsd(amountUsd)), isNumber: true },
    { name: t('transactions.when'), cell: ({ createdAt }) => <Time at={createdAt} />, isNumber: true },
  ];
  return <DataTable caption={t('transactions.title')} columns={columns} rows={rows} keyOf={({ id }) => id} />;
}
