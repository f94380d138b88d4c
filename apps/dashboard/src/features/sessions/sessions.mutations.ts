import { useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import type {
  CreateSessionRequest,
  CreateSessionResponse,
  McpTokenRequest,
  McpTokenResponse,
  RevokeSessionResponse,
  RotateSessionResponse,
} from '@waiaas/api-types';
import { api } from '../../lib/api-client';
import { useWrite } from '../../lib/use-write';
import { sessionQueries } from './sessions.queries';

/** Answers with a token are forgotten with the component that showed them: never in the cache of reads, never in storage. */
function useSessionWrite<Answer, Input>(write: (input: Input) => Promise<Answer>): UseMutationResult<Answer, Error, Input> {
  const client = useQueryClient();
  return useWrite({
    mutationFn: write,
    gcTime: 0,
    onSettled: () => client.invalidateQueries({ queryKey: sessionQueries.all() }),
  });
}

const path = (id: string, act = ''): string => `/v1/sessions/${encodeURIComponent(id)}${act}`;

export function useCreateSession(): UseMutationResult<CreateSessionResponse, Error, CreateSessionRequest> {
  return useSessionWrite((body) => api.post('/v1/sessions', { as: 'admin', body }));
}

export function useMcpToken(): UseMutationResult<McpTokenResponse, Error, McpTokenRequest> {
  return useSessionWrite((body) => api.post('/v1/mcp/tokens', { as: 'admin', body }));
}

export function useRevoke(): UseMutationResult<RevokeSessionResponse, Error, string> {
  return useSessionWrite((id) => api.delete(path(id), { as: 'admin' }));
}

export function useRotate(): UseMutationResult<RotateSessionResponse, Error, string> {
  return useSessionWrite((id) => api.post(path(id, '/rotate'), { as: 'admin' }));
}
