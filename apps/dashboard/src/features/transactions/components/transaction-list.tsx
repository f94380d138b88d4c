import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { AdminTransactionPage } from '@waiaas/api-types';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import { Button } from '../../../components/ui/button';
import { SelectField, TextField } from '../../../components/ui/field';
import { Empty } from '../../../components/ui/page';
import { QueryView } from '../../../components/ui/query-view';
import { useT } from '../../../lib/i18n';
import { paramsOf, placeIn, searchable, STATUSES, type TransactionPlace } from '../transaction-place';
import { TRANSACTIONS_PAGE, transactionQueries } from '../transactions.queries';
import { TransactionTable } from './transaction-table';

interface FiltersProps {
  readonly place: TransactionPlace;
  readonly onChange: (place: TransactionPlace) => void;
}

/** Other rows begin with the newest of them. */
function Filters({ place: { status = '', search = '' }, onChange }: FiltersProps): ReactNode {
  const t = useT();
  // What is typed belongs to the search it was typed over: after going back the field says what is searched for there.
  const [typed, setTyped] = useState({ over: search, text: search });
  const text = typed.over === search ? typed.text : search;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const wanted = searchable(text);
    setTyped({ over: wanted, text: wanted });
    onChange({ status, search: wanted });
  };
  return (
    <form onSubmit={submit} className="flex flex-wrap items-end gap-3">
      <div className="w-full max-w-sm">
        <TextField
          label={t('transactions.find')}
          type="search"
          value={text}
          onChange={(event) => setTyped({ over: search, text: event.target.value })}
        />
      </div>
      <div>
        <SelectField
          label={t('approvals.state')}
          value={status}
          onChange={(event) => onChange({ search, status: event.target.value })}
        >
          <option value="">{t('transactions.any')}</option>
          {STATUSES.map((name) => (
            <option key={name} value={name}>
              {t(`status.${name}`)}
            </option>
          ))}
        </SelectField>
      </div>
      <Button type="submit">{t('transactions.search')}</Button>
    </form>
  );
}

interface PagesProps {
  readonly page: AdminTransactionPage;
  readonly place: TransactionPlace;
  readonly onGo: (place: TransactionPlace) => void;
}

/** To the rows right after and right before those that are shown, whatever arrived meanwhile. */
function Pages({ page, place: { cursor: after, newerCursor: before, ...filter }, onGo }: PagesProps): ReactNode {
  const t = useT();
  const { items, total, offset, cursor, newerCursor } = page;
  const isNewest = after === undefined && before === undefined;
  if (isNewest && cursor === null) return null;
  const previous = (): void => {
    // The first page is the one that shows what arrives.
    const isFirst = newerCursor === null || offset === TRANSACTIONS_PAGE;
    onGo(isFirst ? filter : { ...filter, newerCursor });
  };
  return (
    <div className="flex flex-wrap items-center justify-center gap-3">
      {!isNewest && <Button onClick={() => onGo(filter)}>{t('transactions.newest')}</Button>}
      <Button disabled={newerCursor === null} onClick={previous}>
        {t('states.previous')}
      </Button>
      {items.length > 0 && (
        <span className="text-sm text-soft tabular-nums">
          {t('states.page', { from: offset + 1, to: offset + items.length, total })}
        </span>
      )}
      <Button disabled={cursor === null} onClick={() => cursor !== null && onGo({ ...filter, cursor })}>
        {t('states.next')}
      </Button>
    </div>
  );
}

export function TransactionList({ walletId }: { readonly walletId?: string }): ReactNode {
  const t = useT();
  const [params, setParams] = useSearchParams();
  const place = placeIn(params);
  const filter = { ...place, ...(walletId === undefined ? {} : { wallet_id: walletId }) };
  const query = useQuery({ ...transactionQueries.list(filter), placeholderData: keepPreviousData });
  const go = (to: TransactionPlace): void => setParams(paramsOf(to));
  return (
    <div className="grid gap-4">
      <Filters place={place} onChange={go} />
      <QueryView query={query}>
        {(page) => (
          <>
            {page.items.length === 0 ? (
              <Empty title={t('transactions.none')} />
            ) : (
              <TransactionTable rows={page.items} isOfOne={walletId !== undefined} />
            )}
            <Pages {...{ page, place }} onGo={go} />
          </>
        )}
      </QueryView>
    </div>
  );
}
