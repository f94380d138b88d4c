import { queryOptions } from '@tanstack/react-query';
import type { OwnerSessionResponse, WalletDetail, WalletListResponse } from '@waiaas/api-types';
import { api } from '../../lib/api-client';

const path = (id: string): string => `/v1/wallets/${encodeURIComponent(id)}`;

export const walletQueries = {
  all: () => ['wallets'] as const,
  list: () =>
    queryOptions({
      queryKey: [...walletQueries.all(), 'list'] as const,
      queryFn: ({ signal }) => api.get<WalletListResponse>('/v1/wallets', { as: 'admin', signal }),
    }),
  detail: (id: string) =>
    queryOptions({
      queryKey: [...walletQueries.all(), 'detail', id] as const,
      queryFn: ({ signal }) => api.get<WalletDetail>(path(id), { as: 'admin', signal }),
    }),
  /** What the login's owner owns. */
  owned: () =>
    queryOptions({
      queryKey: [...walletQueries.all(), 'owned'] as const,
      queryFn: ({ signal }) => api.get<OwnerSessionResponse>('/v1/owner/session', { as: 'owner', signal }),
    }),
};
