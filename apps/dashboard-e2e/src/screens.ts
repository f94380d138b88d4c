/** What there is to look at: one wallet, policy and transaction, and a transaction that waits. */
export interface World {
  readonly walletId: string;
  readonly policyId: string;
  readonly confirmedId: string;
  readonly waitingId: string;
}

export type Screen = readonly [name: string, path: string];

/** Every screen of the admin that has an address. */
export const adminScreens = ({ walletId, policyId, confirmedId, waitingId }: World): readonly Screen[] => [
  ['overview', '/'],
  ['approvals', '/approvals'],
  ['transactions', '/transactions'],
  ['transaction', `/transactions/${confirmedId}`],
  ['transaction-waiting', `/transactions/${waitingId}`],
  ['wallets', '/wallets'],
  ['wallet', `/wallets/${walletId}`],
  ['new-wallet', '/wallets/new'],
  ['import-wallet', '/wallets/import'],
  ['sessions', '/sessions'],
  ['new-session', '/sessions/new'],
  ['policies', '/policies'],
  ['policy-kinds', '/policies/new'],
  ['policy-new', `/policies/new/SPENDING_LIMIT?wallet=${walletId}`],
  ['policy-hours', '/policies/new/TIME_RESTRICTION'],
  ['policy', `/policies/${policyId}`],
  ['policy-edit', `/policies/${policyId}/edit`],
  ['playground', '/policies/playground'],
  ['network', '/network'],
  ['integrity', '/integrity'],
  ['audit', '/audit'],
  ['settings', '/settings'],
  ['settings-values', '/settings/values'],
  ['settings-nodes', '/settings/nodes'],
  ['settings-tokens', '/settings/tokens'],
];

export const ownerScreens = ({ waitingId }: World): readonly Screen[] => [
  ['owner-approvals', '/approvals'],
  ['owner-approval', `/approvals/${waitingId}`],
  ['owner-wallets', '/owned'],
];
