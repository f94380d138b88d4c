import { queryOptions } from '@tanstack/react-query';
import type { AdminStatus } from '@waiaas/api-types';
import { api } from '../../lib/api-client';
import { liveInterval } from '../../lib/live-state';

export const overviewQueries = {
  status: () =>
    queryOptions({
      queryKey: ['status'] as const,
      queryFn: ({ signal }) => api.get<AdminStatus>('/v1/admin/status', { as: 'admin', signal }),
      refetchInterval: liveInterval,
    }),
};
