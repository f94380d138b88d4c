import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import type {
  CreateWalletRequest,
  CreateWalletResponse,
  ImportWalletRequest,
  ResumeWalletResponse,
  SetOwnerResponse,
  SuspendWalletResponse,
  TerminateWalletResponse,
} from '@waiaas/api-types';
import { api } from '../../lib/api-client';
import { walletQueries } from './wallets.queries';

const path = (id: string, act = ''): string => `/v1/wallets/${encodeURIComponent(id)}${act}`;

/** Every write of wallets ends with the wallets read anew. */
function useWalletWrite<Answer, Input>(write: (input: Input) => Promise<Answer>): UseMutationResult<Answer, Error, Input> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: write,
    gcTime: 0,
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: walletQueries.all() });
      await client.invalidateQueries({ queryKey: ['status'] });
    },
  });
}

export function useCreateWallet(): UseMutationResult<CreateWalletResponse, Error, CreateWalletRequest> {
  return useWalletWrite((body) => api.post('/v1/wallets', { as: 'admin', body }));
}

export function useImportWallet(): UseMutationResult<CreateWalletResponse, Error, ImportWalletRequest> {
  return useWalletWrite((body) => api.post('/v1/wallets/import', { as: 'admin', body }));
}

export function useSuspend(): UseMutationResult<SuspendWalletResponse, Error, string> {
  return useWalletWrite((id) => api.post(path(id, '/suspend'), { as: 'admin' }));
}

export function useResume(): UseMutationResult<ResumeWalletResponse, Error, string> {
  return useWalletWrite((id) => api.post(path(id, '/resume'), { as: 'admin' }));
}

export function useTerminate(): UseMutationResult<TerminateWalletResponse, Error, string> {
  return useWalletWrite((id) => api.delete(path(id), { as: 'admin' }));
}

export function useSetOwner(): UseMutationResult<SetOwnerResponse, Error, { readonly id: string; readonly address: string }> {
  return useWalletWrite(({ id, address }) => api.put(path(id, '/owner'), { as: 'admin', body: { owner_address: address } }));
}
