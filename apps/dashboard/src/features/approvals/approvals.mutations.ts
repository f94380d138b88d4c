import { useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import type { ApproveResponse, KillSwitchActivated, RejectRequest, RejectResponse } from '@waiaas/api-types';
import { api } from '../../lib/api-client';
import type { OwnerHeaders } from '../../lib/owner-signature';
import { useWrite } from '../../lib/use-write';
import { approvalQueries } from './approvals.queries';

export type Verdict = 'approve' | 'reject';

const path = (id: string, verdict: Verdict): string => `/v1/transactions/${encodeURIComponent(id)}/${verdict}`;

export interface SignedVerdict {
  readonly id: string;
  readonly verdict: Verdict;
  readonly headers: OwnerHeaders;
  /** Why not, for the agent to read. */
  readonly reason?: string;
}

const bodyOf = (reason = ''): { readonly body?: RejectRequest } => (reason.trim() === '' ? {} : { body: { reason } });

/** An owner's word: the signature is the proof, whoever brings it. */
export function useSignedVerdict(): UseMutationResult<ApproveResponse | RejectResponse, Error, SignedVerdict> {
  const client = useQueryClient();
  return useWrite({
    mutationFn: ({ id, verdict, headers, reason }: SignedVerdict) =>
      api.post<ApproveResponse | RejectResponse>(path(id, verdict), {
        as: 'owner',
        headers: { ...headers },
        ...(verdict === 'reject' ? bodyOf(reason) : {}),
      }),
    onSettled: () => client.invalidateQueries({ queryKey: approvalQueries.all() }),
  });
}

export interface MasterVerdict {
  readonly id: string;
  readonly verdict: Verdict;
  /** Pins what was looked at. */
  readonly requestHash: string;
  readonly reason?: string;
}

/** The admin's word: yes only for wallets without an owner, no always. */
export function useMasterVerdict(): UseMutationResult<ApproveResponse | RejectResponse, Error, MasterVerdict> {
  const client = useQueryClient();
  return useWrite({
    mutationFn: ({ id, verdict, requestHash, reason }: MasterVerdict) =>
      api.post<ApproveResponse | RejectResponse>(path(id, verdict), {
        as: 'admin',
        ...(verdict === 'approve' ? { body: { requestHash } } : bodyOf(reason)),
      }),
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: approvalQueries.all() });
      await client.invalidateQueries({ queryKey: ['transactions'] });
    },
  });
}

export function useOwnerFreeze(): UseMutationResult<KillSwitchActivated, Error, OwnerHeaders> {
  const client = useQueryClient();
  return useWrite({
    mutationFn: (headers: OwnerHeaders) =>
      api.post<KillSwitchActivated>('/v1/owner/kill-switch', { as: 'owner', headers: { ...headers } }),
    onSettled: () => client.invalidateQueries(),
  });
}
