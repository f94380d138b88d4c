import { queryOptions } from '@tanstack/react-query';
import type {
  PolicyItem,
  PolicyListResponse,
  PolicyTypesResponse,
  PolicyVersionsResponse,
  TokenListResponse,
} from '@waiaas/api-types';
import { api, withQuery } from '../../lib/api-client';

export const POLICIES_PAGE = 50;

const path = (id: string, part = ''): string => `/v1/policies/${encodeURIComponent(id)}${part}`;

export const policyQueries = {
  all: () => ['policies'] as const,
  list: (filter: { readonly walletId?: string; readonly offset: number }) =>
    queryOptions({
      queryKey: [...policyQueries.all(), 'list', filter] as const,
      queryFn: ({ signal }) =>
        api.get<PolicyListResponse>(withQuery('/v1/policies', { ...filter, limit: POLICIES_PAGE }), { as: 'admin', signal }),
    }),
  detail: (id: string) =>
    queryOptions({
      queryKey: [...policyQueries.all(), 'detail', id] as const,
      queryFn: ({ signal }) => api.get<PolicyItem>(path(id), { as: 'admin', signal }),
    }),
  versions: (id: string) =>
    queryOptions({
      queryKey: [...policyQueries.all(), 'versions', id] as const,
      queryFn: ({ signal }) => api.get<PolicyVersionsResponse>(path(id, '/versions'), { as: 'admin', signal }),
    }),
  // What kinds there are belongs to the daemon's version and changes with nothing else.
  types: () =>
    queryOptions({
      queryKey: ['policy-types'] as const,
      queryFn: ({ signal }) => api.get<PolicyTypesResponse>('/v1/policies/types', { as: 'admin', signal }),
      staleTime: Infinity,
    }),
  tokens: (network: string) =>
    queryOptions({
      queryKey: ['tokens', 'of', network] as const,
      queryFn: ({ signal }) => api.get<TokenListResponse>(withQuery('/v1/tokens', { network }), { as: 'admin', signal }),
    }),
};
