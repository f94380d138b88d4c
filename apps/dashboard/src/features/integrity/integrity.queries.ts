import { queryOptions } from '@tanstack/react-query';
import type { IntegrityReport } from '@waiaas/api-types';
import { api } from '../../lib/api-client';
import { liveInterval } from '../../lib/live-state';

export const integrityQueries = {
  report: () =>
    queryOptions({
      queryKey: ['integrity'] as const,
      queryFn: ({ signal }) => api.get<IntegrityReport>('/v1/admin/integrity', { as: 'admin', signal }),
      refetchInterval: liveInterval,
    }),
};
