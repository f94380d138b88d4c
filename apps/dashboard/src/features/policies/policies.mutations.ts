import { useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import type {
  CreatePolicyRequest,
  DeletePolicyResponse,
  EvaluatePolicyRequest,
  PolicyVerdict,
  RollbackPolicyRequest,
  SavedPolicyResponse,
  UpdatePolicyRequest,
} from '@waiaas/api-types';
import { api } from '../../lib/api-client';
import { useWrite } from '../../lib/use-write';
import { policyQueries } from './policies.queries';

const path = (id: string, act = ''): string => `/v1/policies/${encodeURIComponent(id)}${act}`;

/** Nothing is shown as changed before the daemon says so. */
function usePolicyWrite<Answer, Input>(write: (input: Input) => Promise<Answer>): UseMutationResult<Answer, Error, Input> {
  const client = useQueryClient();
  return useWrite({
    mutationFn: write,
    gcTime: 0,
    onSettled: () => client.invalidateQueries({ queryKey: policyQueries.all() }),
  });
}

export function useCreatePolicy(): UseMutationResult<SavedPolicyResponse, Error, CreatePolicyRequest> {
  return usePolicyWrite((body) => api.post('/v1/policies', { as: 'admin', body }));
}

export type PolicyEdit = UpdatePolicyRequest & { readonly id: string };

export function useUpdatePolicy(): UseMutationResult<SavedPolicyResponse, Error, PolicyEdit> {
  return usePolicyWrite(({ id, ...body }) => api.put(path(id), { as: 'admin', body }));
}

export function useDeletePolicy(): UseMutationResult<DeletePolicyResponse, Error, string> {
  return usePolicyWrite((id) => api.delete(path(id), { as: 'admin' }));
}

export function useRollback(): UseMutationResult<SavedPolicyResponse, Error, RollbackPolicyRequest & { readonly id: string }> {
  return usePolicyWrite(({ id, ...body }) => api.post(path(id, '/rollback'), { as: 'admin', body }));
}

/** A question: nothing changes by it. */
export function useEvaluate(): UseMutationResult<PolicyVerdict, Error, EvaluatePolicyRequest> {
  return useWrite({
    mutationFn: (body: EvaluatePolicyRequest) => api.post<PolicyVerdict>('/v1/policies/evaluate', { as: 'admin', body }),
    gcTime: 0,
  });
}
