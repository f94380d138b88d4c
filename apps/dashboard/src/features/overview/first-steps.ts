import type { AdminStatus, WalletListResponse } from '@waiaas/api-types';

type Owned = Pick<WalletListResponse['items'][number], 'id' | 'ownerState' | 'status'>;
type Installation = Pick<AdminStatus, 'autoProvisioned' | 'walletCount' | 'policyCount'>;

export type StepName = 'password' | 'wallet' | 'owner' | 'policy';

export interface Step {
  readonly name: StepName;
  readonly state: 'open' | 'begun' | 'done';
  /** Where it is done; undefined while another step comes first. */
  readonly to: string | undefined;
}

const when = (isDone: boolean): Step['state'] => (isDone ? 'done' : 'open');

/** One wallet that asks its owner is enough to have seen how it is done; a named owner who has proven nothing guards nothing yet. */
function ownerStep(wallets: readonly Owned[]): Step {
  const living = wallets.filter(({ status }) => status !== 'TERMINATED');
  const named = living.find(({ ownerState }) => ownerState === 'GRACE');
  const next = named ?? living[0];
  const to = next === undefined ? undefined : `/wallets/${encodeURIComponent(next.id)}`;
  if (living.some(({ ownerState }) => ownerState === 'LOCKED')) return { name: 'owner', state: 'done', to };
  return { name: 'owner', state: named === undefined ? 'open' : 'begun', to };
}

/** What stands between a fresh installation and real money, each with how far it has come. */
export function firstSteps(status: Installation, wallets: readonly Owned[]): readonly Step[] {
  return [
    { name: 'password', state: when(!status.autoProvisioned), to: '/settings' },
    { name: 'wallet', state: when(status.walletCount > 0), to: '/wallets/new' },
    ownerStep(wallets),
    { name: 'policy', state: when(status.policyCount > 0), to: '/policies/new' },
  ];
}
