import { useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import type {
  CreateWalletRequest,
  CreateWalletResponse,
  ExportKeyRequest,
  ExportKeyResponse,
  ImportWalletRequest,
  KeepOwnerResponse,
  RemoveOwnerResponse,
  ResumeWalletResponse,
  SetOwnerResponse,
  SuspendWalletResponse,
  TerminateWalletResponse,
  VerifyOwnerResponse,
  WithdrawRequest,
  WithdrawResponse,
} from '@waiaas/api-types';
import { api } from '../../lib/api-client';
import { utf8Header } from '../../lib/header-text';
import type { OwnerHeaders } from '../../lib/owner-signature';
import type { Principal } from '../../lib/login-store';
import { useWrite } from '../../lib/use-write';
import { walletQueries } from './wallets.queries';

const path = (id: string, act = ''): string => `/v1/wallets/${encodeURIComponent(id)}${act}`;

/** Every write of wallets ends with the wallets read anew. */
function useWalletWrite<Answer, Input>(write: (input: Input) => Promise<Answer>): UseMutationResult<Answer, Error, Input> {
  const client = useQueryClient();
  return useWrite({
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

/** An owner's act on one wallet: the signature is the proof, whoever's login brings it. */
export interface SignedAct {
  readonly id: string;
  readonly as: Principal;
  readonly headers: OwnerHeaders;
}

export function useVerifyOwner(): UseMutationResult<VerifyOwnerResponse, Error, SignedAct> {
  return useWalletWrite(({ id, as, headers }) => api.post(path(id, '/owner/verify'), { as, headers: { ...headers } }));
}

export function useOwnerResume(): UseMutationResult<ResumeWalletResponse, Error, SignedAct> {
  return useWalletWrite(({ id, as, headers }) => api.post(path(id, '/resume'), { as, headers: { ...headers } }));
}

export interface SignedWithdrawal extends SignedAct {
  readonly body: WithdrawRequest;
}

export function useWithdraw(): UseMutationResult<WithdrawResponse, Error, SignedWithdrawal> {
  return useWalletWrite(({ id, as, headers, body }) => api.post(path(id, '/withdraw'), { as, body, headers: { ...headers } }));
}

/** With the owner's signature at once; without it after the delay, announced to everybody. */
export function useRemoveOwner(): UseMutationResult<
  RemoveOwnerResponse,
  Error,
  { readonly id: string; readonly headers?: OwnerHeaders }
> {
  return useWalletWrite(({ id, headers }) => api.delete(path(id, '/owner'), { as: 'admin', headers: { ...headers } }));
}

export function useKeepOwner(): UseMutationResult<KeepOwnerResponse, Error, string> {
  return useWalletWrite((id) => api.post(path(id, '/owner/keep'), { as: 'admin' }));
}

export interface KeyExport {
  readonly id: string;
  readonly password: string;
  readonly body: ExportKeyRequest;
  /** Where the wallet has a proven owner. */
  readonly headers?: OwnerHeaders;
}

/** The signer checks the password itself. The answer lives as long as the component that asked. */
export function useExportKey(): UseMutationResult<ExportKeyResponse, Error, KeyExport> {
  return useWrite({
    mutationFn: ({ id, password, body, headers }: KeyExport) =>
      api.post<ExportKeyResponse>(path(id, '/export'), {
        as: 'admin',
        body,
        headers: { 'X-Master-Password': utf8Header(password), ...headers },
      }),
    gcTime: 0,
  });
}
