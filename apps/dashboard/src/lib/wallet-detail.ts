import { queryOptions } from '@tanstack/react-query';
import type { WalletDetail } from '@waiaas/api-types';
import { api } from './api-client';

/** One wallet, for the admin; pages of other things say its name. */
export function walletDetail(id: string) {
  return queryOptions({
    queryKey: ['wallets', 'detail', id] as const,
    queryFn: ({ signal }) => api.get<WalletDetail>(`/v1/wallets/${encodeURIComponent(id)}`, { as: 'admin', signal }),
  });
}
