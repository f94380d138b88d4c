import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import type { ApproveResponse, KillSwitchActivated, RejectResponse } from '@waiaas/api-types';
import { api } from '../../lib/api-client';
import type { OwnerHeaders } from '../../lib/owner-signature';
import { approvalQueries } from './approvals.queries';

export type Verdict = 'approve' | 'reject';

const path = (id: string, verdict: Verdict): string => `/v1/transactions/${encodeURIComponent(id)}/${verdict}`;

export interface SignedVerdict {
  readonly id: string;
  readonly verdict: Verdict;
  readonly headers: OwnerHeaders;
}

/** An owner's word: the signature is the proof, whoever brings it. */
export function useSignedVerdict(): UseMutationResult<ApproveResponse | RejectResponse, Error, SignedVerdict> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, verdict, headers }: SignedVerdict) =>
      api.post<ApproveResponse | RejectResponse>(path(id, verdict), { as: 'owner', headers: { ...headers } }),
    onSettled: () => client.invalidateQueries({ queryKey: approvalQueries.all() }),
  });
}

export interface MasterVerdict {
  readonly id: string;
  readonly verdict: Verdict;
  /** Pins what was looked at. */
  readonly requestHash: string;
}

/** The admin's word: yes only for wallets without an owner, no always. */
export function useMasterVerdict(): UseMutationResult<ApproveResponse | RejectResponse, Error, MasterVerdict> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, verdict, requestHash }: MasterVerdict) =>
      api.post<ApproveResponse | RejectResponse>(path(id, verdict), {
        as: 'admin',
        ...(verdict === 'approve' ? { body: { requestHash } } : {}),
      }),
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: approvalQueries.all() });
      await client.invalidateQueries({ queryKey: ['transactions'] });
    },
  });
}

export function useOwnerFreeze(): UseMutationResult<KillSwitchActivated, Error, OwnerHeaders> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (headers: OwnerHeaders) =>
      api.post<KillSwitchActivated>('/v1/owner/kill-switch', { as: 'owner', headers: { ...headers } }),
    onSettled: () => client.invalidateQueries(),
  });
}
