import type { PolicyItem, SavedPolicyResponse } from '@waiaas/api-types';
import { useRef } from 'react';
import { isCode, issuesOf } from '../../../lib/errors';
import { useCreatePolicy, useUpdatePolicy } from '../policies.mutations';
import type { Stated } from '../rules/rule-lines';
import type { Scope } from './scope-fields';

interface Wanted extends Stated {
  readonly type: string;
  readonly scope: Scope;
}

interface Outcomes {
  readonly onSaved: (policy: SavedPolicyResponse) => void;
  /** Something in the form is to blame; the first refused member, if the daemon named one. */
  readonly onRefused: (first: string | undefined) => void;
}

export interface Save {
  readonly send: (wanted: Wanted, outcomes: Outcomes) => void;
  readonly isBusy: boolean;
  readonly error: unknown;
  readonly reset: () => void;
}

const FORM_ERRORS = ['VALIDATION_FAILED', 'POLICY_PRIORITY_CONFLICT', 'VERSION_CONFLICT', 'ENVIRONMENT_NETWORK_MISMATCH'];

/** Makes or changes a policy, once however often it is pressed; a change is refused if somebody else made one meanwhile. */
export function useSave(policy: PolicyItem | undefined): Save {
  const create = useCreatePolicy();
  const update = useUpdatePolicy();
  const isSending = useRef(false);
  const write = policy === undefined ? create : update;
  const send: Save['send'] = ({ type, rules, priority, enabled, scope }, { onSaved, onRefused }) => {
    if (isSending.current) return;
    isSending.current = true;
    const outcome = {
      onSuccess: onSaved,
      onError: (error: Error) => {
        if (FORM_ERRORS.some((code) => isCode(error, code))) onRefused(issuesOf(error)[0]?.path);
      },
      onSettled: () => {
        isSending.current = false;
      },
    };
    if (policy === undefined) create.mutate({ type, rules, priority, enabled, ...placeOf(scope) }, outcome);
    else update.mutate({ id: policy.id, rules, priority, enabled, expectedVersion: policy.version }, outcome);
  };
  return { send, isBusy: write.isPending, error: write.error, reset: () => write.reset() };
}

function placeOf({ walletId, network }: Scope): { readonly walletId?: string; readonly network?: string } {
  return { ...(walletId === '' ? {} : { walletId }), ...(network === '' ? {} : { network }) };
}
