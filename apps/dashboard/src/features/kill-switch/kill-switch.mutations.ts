import { useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import type { KillSwitchActivated, RecoverResponse } from '@waiaas/api-types';
import { api } from '../../lib/api-client';
import { useWrite } from '../../lib/use-write';

/** It touches sessions, transactions and wallets at once: everything is read anew. */
export function useFreeze(): UseMutationResult<KillSwitchActivated, Error, void> {
  const client = useQueryClient();
  return useWrite({
    mutationFn: () => api.post<KillSwitchActivated>('/v1/admin/kill-switch', { as: 'admin' }),
    onSettled: () => client.invalidateQueries(),
  });
}

export function useRecover(): UseMutationResult<RecoverResponse, Error, { readonly resumeWallets: boolean }> {
  const client = useQueryClient();
  return useWrite({
    mutationFn: (body: { readonly resumeWallets: boolean }) =>
      api.post<RecoverResponse>('/v1/admin/recover', { as: 'admin', body }),
    onSettled: () => client.invalidateQueries(),
  });
}
