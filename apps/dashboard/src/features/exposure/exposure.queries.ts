import { queryOptions } from '@tanstack/react-query';
import type { ExposureReport } from '@waiaas/api-types';
import { api } from '../../lib/api-client';

export const exposureQueries = {
  report: () =>
    queryOptions({
      queryKey: ['exposure'] as const,
      queryFn: ({ signal }) => api.get<ExposureReport>('/v1/exposure', { as: 'admin', signal }),
      refetchInterval: 60_000,
    }),
};
