import { queryOptions } from '@tanstack/react-query';
import type { SessionListResponse } from '@waiaas/api-types';
import { api, withQuery } from '../../lib/api-client';

export const SESSIONS_PAGE = 50;

export interface SessionFilter {
  readonly walletId?: string;
  readonly offset: number;
  readonly includeRevoked: boolean;
}

export const sessionQueries = {
  all: () => ['sessions'] as const,
  list: (filter: SessionFilter) =>
    queryOptions({
      queryKey: [...sessionQueries.all(), filter] as const,
      queryFn: ({ signal }) =>
        api.get<SessionListResponse>(withQuery('/v1/sessions', { ...filter, limit: SESSIONS_PAGE }), { as: 'admin', signal }),
    }),
};
