import { queryOptions, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import type {
  AddTokenRequest,
  AddTokenResponse,
  RemoveTokenRequest,
  RemoveTokenResponse,
  ResolvedTokenResponse,
  TokenListResponse,
} from '@waiaas/api-types';
import { api, withQuery } from '../../lib/api-client';
import { useWrite } from '../../lib/use-write';

export const tokenQueries = {
  all: () => ['tokens'] as const,
  list: (network: string) =>
    queryOptions({
      queryKey: [...tokenQueries.all(), network] as const,
      queryFn: ({ signal }) => api.get<TokenListResponse>(withQuery('/v1/tokens', { network }), { as: 'admin', signal }),
    }),
};

function useTokenWrite<Answer, Input>(write: (input: Input) => Promise<Answer>): UseMutationResult<Answer, Error, Input> {
  const client = useQueryClient();
  return useWrite({ mutationFn: write, onSettled: () => client.invalidateQueries({ queryKey: tokenQueries.all() }) });
}

export interface TokenAddress {
  readonly network: string;
  readonly address: string;
}

/** What the chain itself says of a token. */
export function useResolveToken(): UseMutationResult<ResolvedTokenResponse, Error, TokenAddress> {
  return useWrite({
    mutationFn: ({ network, address }) =>
      api.get<ResolvedTokenResponse>(withQuery('/v1/tokens/resolve', { network, address }), { as: 'admin', isByHand: true }),
  });
}

export function useAddToken(): UseMutationResult<AddTokenResponse, Error, AddTokenRequest> {
  return useTokenWrite((body) => api.post('/v1/tokens', { as: 'admin', body }));
}

export function useRemoveToken(): UseMutationResult<RemoveTokenResponse, Error, RemoveTokenRequest> {
  return useTokenWrite((body) => api.delete('/v1/tokens', { as: 'admin', body }));
}
