import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import { Button } from '../../../components/ui/button';
import { SelectField, TextField } from '../../../components/ui/field';
import { Empty } from '../../../components/ui/page';
import { QueryView } from '../../../components/ui/query-view';
import { useT } from '../../../lib/i18n';
import { TRANSACTIONS_PAGE, transactionQueries, type TransactionFilter } from '../transactions.queries';
import { TransactionTable } from './transaction-table';

const STATUSES = ['QUEUED', 'EXECUTING', 'SUBMITTED', 'CONFIRMED', 'DENIED', 'FAILED', 'CANCELLED', 'EXPIRED', 'SIGNED'] as const;

interface FiltersProps {
  readonly filter: TransactionFilter;
  readonly onChange: (filter: TransactionFilter) => void;
}

function Filters({ filter, onChange }: FiltersProps): ReactNode {
  const t = useT();
  const [search, setSearch] = useState(filter.search ?? '');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    // Ids, hashes and addresses have no other characters.
    onChange({ ...filter, offset: 0, search: search.replace(/[^0-9A-Za-z-]/g, '').slice(0, 128) });
  };
  return (
    <form onSubmit={submit} className="flex flex-wrap items-end gap-3">
      <div className="w-full max-w-sm">
        <TextField
          label={t('transactions.find')}
          type="search"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      </div>
      <div>
        <SelectField
          label={t('approvals.state')}
          value={filter.status ?? ''}
          onChange={(event) => onChange({ ...filter, offset: 0, status: event.target.value })}
        >
          <option value="">{t('transactions.any')}</option>
          {STATUSES.map((status) => (
            <option key={status} value={status}>
              {t(`status.${status}`)}
            </option>
          ))}
        </SelectField>
      </div>
      <Button type="submit">{t('transactions.search')}</Button>
    </form>
  );
}

export function TransactionList({ walletId }: { readonly walletId?: string }): ReactNode {
  const t = useT();
  const [filter, setFilter] = useState<TransactionFilter>({
    offset: 0,
    ...(walletId === undefined ? {} : { wallet_id: walletId }),
  });
  const query = useQuery({ ...transactionQueries.list(filter), placeholderData: keepPreviousData });
  const { offset } = filter;
  return (
    <div className="grid gap-4">
      <Filters filter={filter} onChange={setFilter} />
      <QueryView query={query}>
        {({ items, total }) => (
          <>
            {items.length === 0 ? (
              <Empty title={t('transactions.none')} />
            ) : (
              <TransactionTable rows={items} isOfOne={walletId !== undefined} />
            )}
            {total > TRANSACTIONS_PAGE && (
              <div className="flex flex-wrap items-center justify-center gap-3">
                <Button disabled={offset === 0} onClick={() => setFilter({ ...filter, offset: offset - TRANSACTIONS_PAGE })}>
                  {t('states.previous')}
                </Button>
                <span className="text-sm text-soft tabular-nums">
                  {t('states.page', { from: offset + 1, to: offset + items.length, total })}
                </span>
                <Button
                  disabled={offset + items.length >= total}
                  onClick={() => setFilter({ ...filter, offset: offset + TRANSACTIONS_PAGE })}
                >
                  {t('states.next')}
                </Button>
              </div>
            )}
          </>
        )}
      </QueryView>
    </div>
  );
}
