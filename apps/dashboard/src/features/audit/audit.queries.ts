import { infiniteQueryOptions } from '@tanstack/react-query';
import type { AuditLogPage, AuditVerifyResponse } from '@waiaas/api-types';
import { api, withQuery } from '../../lib/api-client';

export interface AuditFilter {
  readonly event_type: string;
  readonly severity: string;
}

const PAGE = 50;

export const auditQueries = {
  list: (filter: AuditFilter) =>
    infiniteQueryOptions({
      queryKey: ['audit', filter] as const,
      queryFn: ({ signal, pageParam }) =>
        api.get<AuditLogPage>(withQuery('/v1/audit-logs', { ...filter, limit: PAGE, cursor: pageParam ?? undefined }), {
          as: 'admin',
          signal,
        }),
      initialPageParam: null as number | null,
      getNextPageParam: ({ nextCursor, hasMore }) => (hasMore ? nextCursor : undefined),
    }),
};

/** Reads the whole chain: asked for by hand, never by itself. */
export const verifyAudit = (): Promise<AuditVerifyResponse> =>
  api.get<AuditVerifyResponse>('/v1/audit-logs/verify', { as: 'admin', isByHand: true });

/** Reads the whole chain too. An answer that was cut on its way is refused by its length. */
export async function exportAudit(): Promise<Blob> {
  const response = await api.open('/v1/audit-logs/export', { as: 'admin', isByHand: true });
  return response.blob();
}
