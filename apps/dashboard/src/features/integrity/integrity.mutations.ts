import { useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import type { AdoptIntegrityRequest, IntegrityAdopted } from '@waiaas/api-types';
import { api } from '../../lib/api-client';
import { useWrite } from '../../lib/use-write';

/** Takes what stands, exactly as the report with this digest showed it. Whatever stopped may go on: everything is read anew. */
export function useAdopt(): UseMutationResult<IntegrityAdopted, Error, AdoptIntegrityRequest> {
  const client = useQueryClient();
  return useWrite({
    mutationFn: (body: AdoptIntegrityRequest) => api.post<IntegrityAdopted>('/v1/admin/integrity/adopt', { as: 'admin', body }),
    onSettled: () => client.invalidateQueries(),
  });
}
