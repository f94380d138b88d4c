import { queryOptions } from '@tanstack/react-query';
import type {
  LimitsOverviewResponse,
  SpendingHistoryResponse,
  ValueResponse,
  WalletHoldingsResponse,
  WalletLimitsResponse,
  WorstCaseResponse,
} from '@waiaas/api-types';
import { api } from '../../lib/api-client';

/** Sums over all wallets are dear, and nobody decides by them to the second. */
const SUMS_MS = 30_000;
const NODES_MS = 60_000;

const ofWallet = (id: string, what: string): string => `/v1/admin/wallets/${encodeURIComponent(id)}/${what}`;

export const oversightQueries = {
  limits: () =>
    queryOptions({
      queryKey: ['money', 'limits'] as const,
      queryFn: ({ signal }) => api.get<LimitsOverviewResponse>('/v1/admin/limits', { as: 'admin', signal }),
      refetchInterval: SUMS_MS,
    }),
  spending: () =>
    queryOptions({
      queryKey: ['money', 'spending'] as const,
      queryFn: ({ signal }) => api.get<SpendingHistoryResponse>('/v1/admin/spending?days=30', { as: 'admin', signal }),
      refetchInterval: SUMS_MS,
    }),
  value: () =>
    queryOptions({
      queryKey: ['money', 'value'] as const,
      queryFn: ({ signal }) => api.get<ValueResponse>('/v1/admin/value', { as: 'admin', signal }),
      refetchInterval: NODES_MS,
    }),
  walletLimits: (id: string) =>
    queryOptions({
      queryKey: ['limits', id] as const,
      queryFn: ({ signal }) => api.get<WalletLimitsResponse>(ofWallet(id, 'limits'), { as: 'admin', signal }),
      refetchInterval: SUMS_MS,
    }),
  assets: (id: string) =>
    queryOptions({
      queryKey: ['balances', id] as const,
      queryFn: ({ signal }) => api.get<WalletHoldingsResponse>(ofWallet(id, 'assets'), { as: 'admin', signal }),
      refetchInterval: SUMS_MS,
    }),
  worstCase: (id: string) =>
    queryOptions({
      queryKey: ['worst-case', id] as const,
      queryFn: ({ signal }) => api.get<WorstCaseResponse>(ofWallet(id, 'worst-case'), { as: 'admin', signal }),
      refetchInterval: NODES_MS,
    }),
};
