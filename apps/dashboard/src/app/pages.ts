import type { ComponentType } from 'react';

/** One page, in a file of its own that comes when the page is opened. */
export interface PageFile {
  /** As the router writes it, from the root of the pages. */
  readonly path: string;
  readonly load: () => Promise<{ readonly Component: ComponentType }>;
  /** What an admin's page reads first, word for word, so that it is on its way before the page itself is here. */
  readonly reads?: readonly string[];
  /** Before the login, but with more to say than the first words that are there at once. */
  readonly needsCatalogue?: true;
}

export const loginPages: readonly PageFile[] = [
  { path: 'login', load: async () => ({ Component: (await import('../routes/login')).LoginPage }) },
  {
    path: 'owner/login',
    load: async () => ({ Component: (await import('../routes/owner-login')).OwnerLoginPage }),
    needsCatalogue: true,
  },
];

/** Owners and admins both open these. */
export const sharedPages: readonly PageFile[] = [
  {
    path: 'approvals',
    load: async () => ({ Component: (await import('../routes/approvals')).Approvals }),
    reads: ['/v1/admin/transactions?status=QUEUED&limit=50', '/v1/wallets'],
  },
  { path: 'owned', load: async () => ({ Component: (await import('../routes/owned-wallets')).OwnedWalletsPage }) },
  { path: 'approvals/:txId', load: async () => ({ Component: (await import('../routes/approval')).Approval }) },
];

export const adminPages: readonly PageFile[] = [
  { path: '', load: async () => ({ Component: (await import('../routes/overview')).Overview }) },
  { path: 'wallets', load: async () => ({ Component: (await import('../routes/wallets')).Wallets }) },
  { path: 'wallets/new', load: async () => ({ Component: (await import('../routes/new-wallet')).NewWallet }) },
  { path: 'wallets/import', load: async () => ({ Component: (await import('../routes/new-wallet')).ImportWallet }) },
  { path: 'wallets/:id', load: async () => ({ Component: (await import('../routes/wallet')).Wallet }) },
  { path: 'policies', load: async () => ({ Component: (await import('../routes/policies')).Policies }) },
  { path: 'policies/new', load: async () => ({ Component: (await import('../routes/new-policy')).PolicyKinds }) },
  { path: 'policies/new/:type', load: async () => ({ Component: (await import('../routes/new-policy')).NewPolicy }) },
  { path: 'policies/playground', load: async () => ({ Component: (await import('../routes/playground')).PolicyPlayground }) },
  { path: 'policies/:id', load: async () => ({ Component: (await import('../routes/policy')).Policy }) },
  { path: 'policies/:id/edit', load: async () => ({ Component: (await import('../routes/edit-policy')).EditPolicy }) },
  { path: 'sessions', load: async () => ({ Component: (await import('../routes/sessions')).Sessions }) },
  { path: 'sessions/new', load: async () => ({ Component: (await import('../routes/new-session')).NewSession }) },
  {
    path: 'transactions',
    load: async () => ({ Component: (await import('../routes/transactions')).Transactions }),
    reads: ['/v1/admin/transactions?limit=20'],
  },
  { path: 'transactions/:id', load: async () => ({ Component: (await import('../routes/transaction')).Transaction }) },
  { path: 'network', load: async () => ({ Component: (await import('../routes/network')).Network }) },
  { path: 'integrity', load: async () => ({ Component: (await import('../routes/integrity')).Integrity }) },
  { path: 'audit', load: async () => ({ Component: (await import('../routes/audit')).Audit }) },
  { path: 'settings', load: async () => ({ Component: (await import('../routes/settings')).Settings }) },
  { path: 'settings/values', load: async () => ({ Component: (await import('../routes/setting-values')).SettingValues }) },
  { path: 'settings/nodes', load: async () => ({ Component: (await import('../routes/nodes')).Nodes }) },
  { path: 'settings/tokens', load: async () => ({ Component: (await import('../routes/tokens')).Tokens }) },
];

const isAt = (path: string, wanted: readonly string[]): boolean => {
  const parts = path.split('/');
  return parts.length === wanted.length && parts.every((part, index) => part.startsWith(':') || part === wanted[index]);
};

/** The page at a path; those with fixed words stand before those with parameters, as they do above. */
export function pageAt(pages: readonly PageFile[], pathname: string): PageFile | undefined {
  const wanted = pathname.replace(/^\/admin(?=\/|$)/, '').replace(/^\/|\/$/g, '');
  return pages.find(({ path }) => isAt(path, wanted.split('/')));
}
