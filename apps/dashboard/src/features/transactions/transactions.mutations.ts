import { useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import type { ReplaceResponse } from '@waiaas/api-types';
import { api } from '../../lib/api-client';
import { useWrite } from '../../lib/use-write';
import { transactionQueries } from './transactions.queries';

export type Replacement = 'speed-up' | 'cancel-onchain';

/** Another attempt at the same place in the chain's line; whichever lands decides. */
export function useReplace(act: Replacement): UseMutationResult<ReplaceResponse, Error, string> {
  const client = useQueryClient();
  return useWrite({
    mutationFn: (id) =>
      api.post<ReplaceResponse>(`/v1/transactions/${encodeURIComponent(id)}/${act}`, {
        as: 'admin',
        ...(act === 'speed-up' ? { body: {} } : {}),
      }),
    onSettled: () => client.invalidateQueries({ queryKey: transactionQueries.all() }),
  });
}
