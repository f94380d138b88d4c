import { queryOptions, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import type { OracleStatusResponse, RpcStatusResponse, TestRpcRequest, TestRpcResponse } from '@waiaas/api-types';
import { api } from '../../lib/api-client';
import { liveInterval } from '../../lib/live-state';
import { useWrite } from '../../lib/use-write';

export const nodeQueries = {
  nodes: () =>
    queryOptions({
      queryKey: ['nodes'] as const,
      queryFn: ({ signal }) => api.get<RpcStatusResponse>('/v1/admin/rpc-status', { as: 'admin', signal }),
      refetchInterval: liveInterval,
    }),
  prices: () =>
    queryOptions({
      queryKey: ['prices'] as const,
      queryFn: ({ signal }) => api.get<OracleStatusResponse>('/v1/admin/oracle-status', { as: 'admin', signal }),
      refetchInterval: liveInterval,
    }),
};

/** One fixed question to a node. The URL may hold a key: nothing of it is kept. */
export function useTestNode(): UseMutationResult<TestRpcResponse, Error, TestRpcRequest> {
  const client = useQueryClient();
  return useWrite({
    mutationFn: (body) => api.post<TestRpcResponse>('/v1/admin/settings/test-rpc', { as: 'admin', body }),
    gcTime: 0,
    onSettled: () => client.invalidateQueries({ queryKey: ['nodes'] }),
  });
}
