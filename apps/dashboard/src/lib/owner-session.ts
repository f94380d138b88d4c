import { queryOptions, useQuery } from '@tanstack/react-query';
import type { OwnerSessionResponse, OwnerSessionWallet } from '@waiaas/api-types';
import { api } from './api-client';
import { loginStore } from './login-store';
import { useStore } from './use-store';

/** What the login's owner owns, and where links of their pages may lead. */
export const ownerSession = queryOptions({
  queryKey: ['wallets', 'owned'] as const,
  queryFn: ({ signal }) => api.get<OwnerSessionResponse>('/v1/owner/session', { as: 'owner', signal }),
});

/** One wallet of the owner; undefined while nobody knows it. */
export function useOwnedWallet(id: string): OwnerSessionWallet | undefined {
  const { owner } = useStore(loginStore);
  const { data } = useQuery({ ...ownerSession, enabled: owner !== undefined });
  return data?.wallets.find((wallet) => wallet.id === id);
}
