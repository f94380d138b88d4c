import { queryOptions } from '@tanstack/react-query';
import type { ApiKeysResponse, SettingsSchemaResponse } from '@waiaas/api-types';
import { api } from '../../lib/api-client';

export const settingQueries = {
  all: () => ['settings'] as const,
  schema: () =>
    queryOptions({
      queryKey: [...settingQueries.all(), 'schema'] as const,
      queryFn: ({ signal }) => api.get<SettingsSchemaResponse>('/v1/admin/settings/schema', { as: 'admin', signal }),
    }),
  apiKeys: () =>
    queryOptions({
      queryKey: [...settingQueries.all(), 'api-keys'] as const,
      queryFn: ({ signal }) => api.get<ApiKeysResponse>('/v1/admin/api-keys', { as: 'admin', signal }),
    }),
};
