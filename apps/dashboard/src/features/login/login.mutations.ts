import { type UseMutationResult } from '@tanstack/react-query';
import type { AdminLoginResponse, AdminSessionResponse, OwnerLoginResponse, StepUpResponse } from '@waiaas/api-types';
import { api } from '../../lib/api-client';
import { loginStore, type Principal } from '../../lib/login-store';
import type { OwnerHeaders } from '../../lib/owner-signature';
import { stepUp } from '../../lib/step-up';
import { useWrite } from '../../lib/use-write';

/** The password goes out once and is kept nowhere: not in this mutation's variables either, once it is over. */
export function useAdminLogin(): UseMutationResult<AdminLoginResponse, Error, string> {
  return useWrite({
    mutationFn: (password: string) => api.post<AdminLoginResponse>('/v1/admin/login', { as: 'public', body: { password } }),
    gcTime: 0,
    onSuccess: ({ csrfToken, expiresAt, idleTimeoutSeconds }) =>
      loginStore.set('admin', { csrfToken, expiresAt, idleTimeoutSeconds }),
  });
}

export function useStepUp(): UseMutationResult<StepUpResponse, Error, string> {
  return useWrite({
    // A wrong password here ends no login.
    mutationFn: (password: string) =>
      api.post<StepUpResponse>('/v1/admin/step-up', { as: 'admin', body: { password }, isPasswordCheck: true }),
    gcTime: 0,
    onSuccess: ({ stepUpToken, expiresAt }) => stepUp.prove(stepUpToken, expiresAt),
  });
}

export function useOwnerLogin(): UseMutationResult<OwnerLoginResponse, Error, OwnerHeaders> {
  return useWrite({
    mutationFn: (headers: OwnerHeaders) =>
      api.post<OwnerLoginResponse>('/v1/owner/login', { as: 'public', headers: { ...headers } }),
    gcTime: 0,
    onSuccess: ({ address, chain, csrfToken, expiresAt }) =>
      loginStore.set('owner', { address, chain, csrfToken, expiresAt, idleTimeoutSeconds: OWNER_IDLE_SECONDS }),
  });
}

/** The daemon's own default; the login answer of owners does not tell. */
const OWNER_IDLE_SECONDS = 900;

/** Ends a login here whatever the daemon says: the point is that nobody at this screen goes on. */
export async function logOut(principal: Principal): Promise<void> {
  try {
    await api.post(`/v1/${principal}/logout`, { as: principal });
  } catch {
    // A login that is already over, or no daemon to tell: both leave nothing to end.
  } finally {
    if (principal === 'admin') stepUp.forget();
    loginStore.set(principal, undefined);
  }
}

/** A sign of life: the idle clock of the daemon starts anew. */
export async function stayLoggedIn(principal: Principal): Promise<void> {
  await api.get<AdminSessionResponse>(`/v1/${principal}/session`, { as: principal, isByHand: true });
}
