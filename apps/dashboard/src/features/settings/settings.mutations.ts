import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import type { ChangeMasterPasswordResponse } from '@waiaas/api-types';
import { api } from '../../lib/api-client';

export interface PasswordChange {
  readonly current: string;
  readonly next: string;
}

/** The signer itself checks the current password, so it travels with the request, once. */
export function useChangePassword(): UseMutationResult<ChangeMasterPasswordResponse, Error, PasswordChange> {
  const client = useQueryClient();
  return useMutation({
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

/** Header values are bytes: the daemon reads them as UTF-8, and the browser writes each character below 256 as one. */
function utf8Header(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('');
}
