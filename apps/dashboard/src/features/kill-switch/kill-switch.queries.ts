import { queryOptions } from '@tanstack/react-query';
import type { KillSwitchStatus } from '@waiaas/api-types';
import { api } from '../../lib/api-client';

export const killSwitchQueries = {
  status: () =>
    queryOptions({
      queryKey: ['kill-switch'] as const,
      queryFn: ({ signal }) => api.get<KillSwitchStatus>('/v1/admin/kill-switch', { as: 'public', signal }),
    }),
};
