import { queryOptions } from '@tanstack/react-query';
import type { WalletListResponse } from '@waiaas/api-types';
import { api } from '../../lib/api-client';
import { ownerSession } from '../../lib/owner-session';
import { walletDetail } from '../../lib/wallet-detail';

export const walletQueries = {
  all: () => ['wallets'] as const,
  list: () =>
    queryOptions({
      queryKey: [...walletQueries.all(), 'list'] as const,
      queryFn: ({ signal }) => api.get<WalletListResponse>('/v1/wallets', { as: 'admin', signal }),
    }),
  detail: walletDetail,
  /** What the login's owner owns. */
  owned: () => ownerSession,
};
