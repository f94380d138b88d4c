import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { AdminTransactionPage, InboxItem, OwnerApprovalsResponse, WalletListResponse } from '@waiaas/api-types';
import { api, withQuery } from '../../lib/api-client';
import { sha256 } from '../../lib/bytes';
import { liveInterval } from '../../lib/live-state';
import type { ItemToSign } from '../../lib/signed-facts-check';

export const INBOX_STATES = ['pending', 'delayed', 'decided'] as const;
export type InboxState = (typeof INBOX_STATES)[number];

const PAGE = 50;
/** A link may be to a row that is some pages down. */
const MOST_PAGES = 20;

type Cursor = string | null;

const page = (state: InboxState, cursor: Cursor, signal: AbortSignal): Promise<OwnerApprovalsResponse> =>
  api.get(withQuery('/v1/owner/approvals', { state, limit: PAGE, cursor: cursor ?? undefined }), { as: 'owner', signal });

async function toSign(item: InboxItem): Promise<ItemToSign> {
  return { ...item, requestDigest: await sha256(new TextEncoder().encode(item.request)) };
}

async function find(id: string, signal: AbortSignal): Promise<ItemToSign | null> {
  for (const state of INBOX_STATES) {
    let cursor: Cursor = null;
    for (let pages = 0; pages < MOST_PAGES; pages += 1) {
      const { data, nextCursor, hasMore }: OwnerApprovalsResponse = await page(state, cursor, signal);
      const item = data.find(({ transaction }) => transaction.id === id);
      if (item !== undefined) return toSign(item);
      if (!hasMore) break;
      cursor = nextCursor;
    }
  }
  return null;
}

export const approvalQueries = {
  all: () => ['approvals'] as const,
  inbox: (state: InboxState) =>
    infiniteQueryOptions({
      queryKey: [...approvalQueries.all(), 'inbox', state] as const,
      queryFn: ({ signal, pageParam }) => page(state, pageParam, signal),
      initialPageParam: null as Cursor,
      getNextPageParam: ({ nextCursor, hasMore }) => (hasMore ? nextCursor : undefined),
      refetchInterval: liveInterval,
    }),
  item: (id: string) =>
    queryOptions({
      queryKey: [...approvalQueries.all(), 'item', id] as const,
      queryFn: ({ signal }) => find(id, signal),
      refetchInterval: liveInterval,
    }),
  /** What waits in all wallets, for the admin. */
  queue: () =>
    infiniteQueryOptions({
      queryKey: [...approvalQueries.all(), 'queue'] as const,
      queryFn: ({ signal, pageParam }) =>
        api.get<AdminTransactionPage>(
          withQuery('/v1/admin/transactions', { status: 'QUEUED', limit: PAGE, cursor: pageParam ?? undefined }),
          { as: 'admin', signal },
        ),
      initialPageParam: null as Cursor,
      getNextPageParam: ({ cursor, hasMore }) => (hasMore ? cursor : undefined),
      refetchInterval: liveInterval,
    }),
  /** Who owns which wallet decides who may say yes. */
  owners: () =>
    queryOptions({
      queryKey: ['wallets', 'owners'] as const,
      queryFn: ({ signal }) => api.get<WalletListResponse>('/v1/wallets', { as: 'admin', signal }),
    }),
};
