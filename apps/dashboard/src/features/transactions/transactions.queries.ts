import { queryOptions } from '@tanstack/react-query';
import type { AdminTransactionPage, TransactionDetailResponse, TransactionStatusName } from '@waiaas/api-types';
import { api, withQuery } from '../../lib/api-client';
import { liveInterval } from '../../lib/live-state';

export const TRANSACTIONS_PAGE = 20;

/** Which rows, and after or before which of them: a page stays what it is while others arrive. */
export interface TransactionFilter {
  readonly cursor?: string;
  readonly newerCursor?: string;
  readonly wallet_id?: string;
  readonly status?: string;
  readonly search?: string;
}

const FINAL: ReadonlySet<TransactionStatusName> = new Set(['DENIED', 'FAILED', 'CANCELLED', 'EXPIRED', 'SIGNED']);

/** Nothing will change any more. */
function isFinal({ status, finalizedAt }: TransactionDetailResponse): boolean {
  return FINAL.has(status) || (status === 'CONFIRMED' && finalizedAt !== null);
}

export const transactionQueries = {
  all: () => ['transactions'] as const,
  list: (filter: TransactionFilter) =>
    queryOptions({
      queryKey: [...transactionQueries.all(), 'list', filter] as const,
      queryFn: ({ signal }) =>
        api.get<AdminTransactionPage>(withQuery('/v1/admin/transactions', { ...filter, limit: TRANSACTIONS_PAGE }), {
          as: 'admin',
          signal,
        }),
      refetchInterval: liveInterval,
    }),
  detail: (id: string) =>
    queryOptions({
      queryKey: [...transactionQueries.all(), 'detail', id] as const,
      queryFn: ({ signal }) =>
        api.get<TransactionDetailResponse>(`/v1/transactions/${encodeURIComponent(id)}`, { as: 'admin', signal }),
      refetchInterval: ({ state }) => (state.data !== undefined && isFinal(state.data) ? false : liveInterval()),
    }),
};
