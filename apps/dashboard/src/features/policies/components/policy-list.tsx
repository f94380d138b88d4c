import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { PolicyItem, WalletItem } from '@waiaas/api-types';
import type { ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router';
import { Badge } from '../../../components/ui/badge';
import { Button } from '../../../components/ui/button';
import { DataTable, type Column } from '../../../components/ui/data-table';
import { SelectField } from '../../../components/ui/field';
import { Empty } from '../../../components/ui/page';
import { QueryView } from '../../../components/ui/query-view';
import { safeText } from '../../../lib/safe-text';
import { POLICIES_PAGE, policyQueries } from '../policies.queries';
import { typeName, usePolicyText } from '../policy-text';
import { summaryOf } from '../rules/summary';
import { WhereItHolds } from './where-it-holds';

function useColumns(wallets: readonly WalletItem[]): readonly Column<PolicyItem>[] {
  const t = usePolicyText();
  return [
    {
      name: t('policies.type'),
      cell: ({ id, type }) => (
        <Link
          to={`/policies/${id}`}
          className="inline-block font-semibold text-accent md:min-w-32 underline-offset-4 hover:underline"
        >
          {typeName(type, t)}
        </Link>
      ),
    },
    { name: t('policies.says'), cell: ({ type, rules }) => summaryOf(type, rules, t) },
    { name: t('policies.where'), cell: (policy) => <WhereItHolds policy={policy} wallets={wallets} /> },
    { name: t('policies.priority'), cell: ({ priority }) => priority, isNumber: true },
    {
      name: t('policies.state'),
      cell: ({ enabled }) => <Badge tone={enabled ? 'good' : 'plain'}>{t(enabled ? 'policies.on' : 'policies.off')}</Badge>,
    },
  ];
}

/** The policies of one wallet with those of all wallets, or every one. */
export function PolicyList({ wallets }: { readonly wallets: readonly WalletItem[] }): ReactNode {
  const t = usePolicyText();
  const [search, setSearch] = useSearchParams();
  const walletId = search.get('wallet') ?? '';
  const offset = Number(search.get('from') ?? '0') || 0;
  const query = useQuery({
    ...policyQueries.list({ ...(walletId === '' ? {} : { walletId }), offset }),
    placeholderData: keepPreviousData,
  });
  const columns = useColumns(wallets);
  const show = (wallet: string, from: number): void =>
    setSearch({ ...(wallet === '' ? {} : { wallet }), ...(from === 0 ? {} : { from: String(from) }) }, { replace: true });
  return (
    <div className="grid gap-4">
      <div className="w-full max-w-md">
        <SelectField label={t('policies.show')} value={walletId} onChange={(event) => show(event.target.value, 0)}>
          <option value="">{t('policies.show.all')}</option>
          {wallets.map(({ id, name }) => (
            <option key={id} value={id}>
              {t('policies.show.wallet', { name: safeText(name, 60) })}
            </option>
          ))}
        </SelectField>
      </div>
      <QueryView query={query}>
        {({ data, total }) => (
          <>
            {data.length === 0 ? (
              <Empty title={t('policies.none')}>
                <p>{t('policies.none.lead')}</p>
              </Empty>
            ) : (
              <DataTable caption={t('policies.title')} columns={columns} rows={data} keyOf={({ id }) => id} />
            )}
            <Pages {...{ offset, total }} shown={data.length} onGo={(from) => show(walletId, from)} />
          </>
        )}
      </QueryView>
    </div>
  );
}

interface PagesProps {
  readonly offset: number;
  readonly shown: number;
  readonly total: number;
  readonly onGo: (from: number) => void;
}

function Pages({ offset, shown, total, onGo }: PagesProps): ReactNode {
  const t = usePolicyText();
  if (total <= POLICIES_PAGE) return null;
  return (
    <div className="flex flex-wrap items-center justify-center gap-3">
      <Button disabled={offset === 0} onClick={() => onGo(Math.max(0, offset - POLICIES_PAGE))}>
        {t('states.previous')}
      </Button>
      <span className="text-sm text-soft tabular-nums">{t('states.page', { from: offset + 1, to: offset + shown, total })}</span>
      <Button disabled={offset + shown >= total} onClick={() => onGo(offset + POLICIES_PAGE)}>
        {t('states.next')}
      </Button>
    </div>
  );
}
