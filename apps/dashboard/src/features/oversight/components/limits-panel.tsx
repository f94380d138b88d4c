import { useQuery } from '@tanstack/react-query';
import type { LimitsOverviewResponse, SpentUsd, WalletSpending } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { DataTable, type Column } from '../../../components/ui/data-table';
import { Empty } from '../../../components/ui/page';
import { QueryView } from '../../../components/ui/query-view';
import { formatUsd } from '../../../lib/format-amount';
import { safeText } from '../../../lib/safe-text';
import { oversightQueries } from '../oversight.queries';
import { useOversightText } from '../oversight-text';
import { tightest } from '../usage';
import { UsageBar } from './usage-bar';

/** What was spent today and this month, in all and by wallet, against the limit that will be reached first. */
export function LimitsPanel(): ReactNode {
  const t = useOversightText();
  const query = useQuery(oversightQueries.limits());
  return (
    <section aria-label={t('limits.title')} className="grid min-w-0 gap-4">
      <h2>{t('limits.title')}</h2>
      <QueryView query={query}>{(overview) => <Limits overview={overview} />}</QueryView>
    </section>
  );
}

function Limits({ overview: { total, data, wallets } }: { readonly overview: LimitsOverviewResponse }): ReactNode {
  const t = useOversightText();
  const columns = useColumns();
  return (
    <>
      <dl className="grid grid-cols-2 gap-4">
        <Total name={t('spent.held.day')} spent={total.day} />
        <Total name={t('spent.held.month')} spent={total.month} />
      </dl>
      {data.length === 0 ? (
        <Empty title={t('limits.nobody')} />
      ) : (
        <DataTable caption={t('limits.title')} columns={columns} rows={data} keyOf={({ walletId }) => walletId} />
      )}
      {wallets > data.length && <p className="text-sm text-soft">{t('limits.some', { count: data.length, total: wallets })}</p>}
    </>
  );
}

function Total({ name, spent: { usd, hasUnvalued } }: { readonly name: string; readonly spent: SpentUsd }): ReactNode {
  const t = useOversightText();
  return (
    <div className="card grid grid-rows-[1fr_auto_auto] gap-1 p-5">
      <dt className="text-sm text-soft">{name}</dt>
      <dd className="text-xl font-semibold tracking-tight tabular-nums sm:text-2xl">
        {formatUsd(usd)} <span className="text-sm font-normal text-soft">USD</span>
      </dd>
      {hasUnvalued && <dd className="text-sm text-warn">{t('spent.unvalued')}</dd>}
    </div>
  );
}

function useColumns(): readonly Column<WalletSpending>[] {
  const t = useOversightText();
  return [
    {
      name: t('wallets.one'),
      cell: ({ walletId, walletName }) => (
        <Link to={`/wallets/${walletId}`} className="text-accent underline-offset-4 hover:underline">
          {safeText(walletName, 40)}
        </Link>
      ),
    },
    { name: t('spent.day'), cell: (wallet) => <Spent wallet={wallet} window="day" field="daily_limit_usd" /> },
    { name: t('spent.month'), cell: (wallet) => <Spent wallet={wallet} window="month" field="monthly_limit_usd" /> },
  ];
}

interface SpentProps {
  readonly wallet: WalletSpending;
  readonly window: 'day' | 'month';
  readonly field: string;
}

function Spent({ wallet: { spent, limits }, window, field }: SpentProps): ReactNode {
  const t = useOversightText();
  const limit = tightest(limits, field);
  if (limit !== undefined) return <UsageBar limit={limit} />;
  return (
    <span className="flex flex-wrap items-baseline gap-x-2 tabular-nums">
      {t('limits.usd', { amount: formatUsd(spent[window].usd) })}
      <span className="text-sm text-soft">{t('limits.unlimited')}</span>
    </span>
  );
}
