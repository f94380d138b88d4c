import { useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import type { ClockConfirmed } from '@waiaas/api-types';
import { api } from '../../lib/api-client';
import { useWrite } from '../../lib/use-write';

/** Time decides about everything that waits or ends: all of it is read anew. */
export function useConfirmClock(): UseMutationResult<ClockConfirmed, Error, void> {
  const client = useQueryClient();
  return useWrite({
    mutationFn: () => api.post<ClockConfirmed>('/v1/admin/clock/confirm', { as: 'admin' }),
    onSettled: () => client.invalidateQueries(),
  });
}
