import { useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import type {
  ChangeMasterPasswordResponse,
  DeleteApiKeyResponse,
  SetApiKeyResponse,
  SettingChange,
  UpdateSettingsResponse,
} from '@waiaas/api-types';
import { api } from '../../lib/api-client';
import { utf8Header } from '../../lib/header-text';
import { useWrite } from '../../lib/use-write';
import { settingQueries } from './settings.queries';

export interface PasswordChange {
  readonly current: string;
  readonly next: string;
}

/** The signer itself checks the current password, so it travels with the request, once. */
export function useChangePassword(): UseMutationResult<ChangeMasterPasswordResponse, Error, PasswordChange> {
  const client = useQueryClient();
  return useWrite({
    mutationFn: ({ current, next }: PasswordChange) =>
      api.put<ChangeMasterPasswordResponse>('/v1/admin/master-password', {
        as: 'admin',
        headers: { 'X-Master-Password': utf8Header(current) },
        body: { newPassword: next },
      }),
    gcTime: 0,
    onSettled: () => client.invalidateQueries({ queryKey: ['status'] }),
  });
}

/** Values may be secrets: nothing of the write stays in the cache. */
function useSettingWrite<Answer, Input>(write: (input: Input) => Promise<Answer>): UseMutationResult<Answer, Error, Input> {
  const client = useQueryClient();
  return useWrite({
    mutationFn: write,
    gcTime: 0,
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: settingQueries.all() });
      for (const key of ['nodes', 'prices', 'status']) await client.invalidateQueries({ queryKey: [key] });
    },
  });
}

/** All of them or none. */
export function useChangeSettings(): UseMutationResult<UpdateSettingsResponse, Error, readonly SettingChange[]> {
  return useSettingWrite((settings) => api.put('/v1/admin/settings', { as: 'admin', body: { settings } }));
}

const keyPath = (provider: string): string => `/v1/admin/api-keys/${encodeURIComponent(provider)}`;

export function useSetApiKey(): UseMutationResult<
  SetApiKeyResponse,
  Error,
  { readonly provider: string; readonly apiKey: string }
> {
  return useSettingWrite(({ provider, apiKey }) => api.put(keyPath(provider), { as: 'admin', body: { apiKey } }));
}

export function useRemoveApiKey(): UseMutationResult<DeleteApiKeyResponse, Error, string> {
  return useSettingWrite((provider) => api.delete(keyPath(provider), { as: 'admin' }));
}
