import { useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import type { KillSwitchActivated, RecoverResponse } from '@waiaas/api-types';
import { api } from '../../lib/api-client';
import { utf8Header } from '../../lib/header-text';
import { useWrite } from '../../lib/use-write';

/** It touches sessions, transactions and wallets at once: everything is read anew. */
export function useFreeze(): UseMutationResult<KillSwitchActivated, Error, void> {
  const client = useQueryClient();
  return useWrite({
    mutationFn: () => api.post<KillSwitchActivated>('/v1/admin/kill-switch', { as: 'admin' }),
    onSettled: () => client.invalidateQueries(),
  });
}

interface Recovery {
  readonly resumeWallets: boolean;
  /** Goes on to the signer, which lets go for it alone. */
  readonly password: string;
}

export function useRecover(): UseMutationResult<RecoverResponse, Error, Recovery> {
  const client = useQueryClient();
  return useWrite({
    mutationFn: ({ resumeWallets, password }: Recovery) =>
      api.post<RecoverResponse>('/v1/admin/recover', {
        as: 'admin',
        body: { resumeWallets },
        headers: { 'X-Master-Password': utf8Header(password) },
      }),
    onSettled: () => client.invalidateQueries(),
  });
}
