import { queryOptions } from '@tanstack/react-query';
import type { AdminStatus, OracleStatusResponse, StatsResponse, WalletListResponse } from '@waiaas/api-types';
import { api } from '../../lib/api-client';
import { liveInterval } from '../../lib/live-state';

export const overviewQueries = {
  status: () =>
    queryOptions({
      queryKey: ['status'] as const,
      queryFn: ({ signal }) => api.get<AdminStatus>('/v1/admin/status', { as: 'admin', signal }),
      refetchInterval: liveInterval,
    }),
  stats: () =>
    queryOptions({
      queryKey: ['status', 'stats'] as const,
      queryFn: ({ signal }) => api.get<StatsResponse>('/v1/admin/stats', { as: 'admin', signal }),
      refetchInterval: liveInterval,
    }),
  /** Who has an owner. The same answer as the list of wallets. */
  wallets: () =>
    queryOptions({
      queryKey: ['wallets', 'list'] as const,
      queryFn: ({ signal }) => api.get<WalletListResponse>('/v1/wallets', { as: 'admin', signal }),
    }),
  prices: () =>
    queryOptions({
      queryKey: ['prices'] as const,
      queryFn: ({ signal }) => api.get<OracleStatusResponse>('/v1/admin/oracle-status', { as: 'admin', signal }),
      refetchInterval: liveInterval,
    }),
};
