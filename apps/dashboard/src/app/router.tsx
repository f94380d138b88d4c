import { createBrowserRouter, type RouteObject } from 'react-router';
import { ErrorBoundary } from './error-boundary';
import { PlainLayout } from './layout/plain-layout';
import { withMessages } from '../lib/i18n';
import { requireLogin } from '../lib/login-gate';

const sharedPages: RouteObject[] = [
  { path: 'approvals', lazy: async () => ({ Component: (await import('../routes/approvals')).Approvals }) },
  { path: 'owned', lazy: async () => ({ Component: (await import('../routes/owned-wallets')).OwnedWalletsPage }) },
  { path: 'approvals/:txId', lazy: async () => ({ Component: (await import('../routes/approval')).Approval }) },
];

/** Each page comes in a file of its own, when it is opened. */
const adminPages: RouteObject[] = [
  { index: true, lazy: async () => ({ Component: (await import('../routes/overview')).Overview }) },
  { path: 'wallets', lazy: async () => ({ Component: (await import('../routes/wallets')).Wallets }) },
  { path: 'wallets/new', lazy: async () => ({ Component: (await import('../routes/new-wallet')).NewWallet }) },
  { path: 'wallets/import', lazy: async () => ({ Component: (await import('../routes/new-wallet')).ImportWallet }) },
  { path: 'wallets/:id', lazy: async () => ({ Component: (await import('../routes/wallet')).Wallet }) },
  { path: 'policies', lazy: async () => ({ Component: (await import('../routes/policies')).Policies }) },
  { path: 'policies/new', lazy: async () => ({ Component: (await import('../routes/new-policy')).PolicyKinds }) },
  { path: 'policies/new/:type', lazy: async () => ({ Component: (await import('../routes/new-policy')).NewPolicy }) },
  { path: 'policies/playground', lazy: async () => ({ Component: (await import('../routes/playground')).PolicyPlayground }) },
  { path: 'policies/:id', lazy: async () => ({ Component: (await import('../routes/policy')).Policy }) },
  { path: 'policies/:id/edit', lazy: async () => ({ Component: (await import('../routes/edit-policy')).EditPolicy }) },
  { path: 'sessions', lazy: async () => ({ Component: (await import('../routes/sessions')).Sessions }) },
  { path: 'sessions/new', lazy: async () => ({ Component: (await import('../routes/new-session')).NewSession }) },
  { path: 'transactions', lazy: async () => ({ Component: (await import('../routes/transactions')).Transactions }) },
  { path: 'transactions/:id', lazy: async () => ({ Component: (await import('../routes/transaction')).Transaction }) },
  { path: 'network', lazy: async () => ({ Component: (await import('../routes/network')).Network }) },
  { path: 'audit', lazy: async () => ({ Component: (await import('../routes/audit')).Audit }) },
  { path: 'settings', lazy: async () => ({ Component: (await import('../routes/settings')).Settings }) },
  { path: 'settings/values', lazy: async () => ({ Component: (await import('../routes/setting-values')).SettingValues }) },
  { path: 'settings/nodes', lazy: async () => ({ Component: (await import('../routes/nodes')).Nodes }) },
  { path: 'settings/tokens', lazy: async () => ({ Component: (await import('../routes/tokens')).Tokens }) },
  { path: '*', lazy: async () => ({ Component: (await import('../routes/not-found')).NotFound }) },
];

export const router = createBrowserRouter(
  [
    {
      errorElement: <ErrorBoundary />,
      HydrateFallback: () => null,
      children: [
        {
          Component: PlainLayout,
          children: [
            { path: 'login', lazy: async () => ({ Component: (await import('../routes/login')).LoginPage }) },
            {
              path: 'owner/login',
              lazy: async () => ({ Component: (await withMessages(import('../routes/owner-login'))).OwnerLoginPage }),
            },
          ],
        },
        {
          lazy: async () => ({ Component: (await withMessages(import('./layout/owner-layout'))).EitherLayout }),
          loader: requireLogin('owner', 'admin'),
          children: sharedPages,
        },
        {
          lazy: async () => ({ Component: (await withMessages(import('./layout/shell-layout'))).ShellLayout }),
          loader: requireLogin('admin'),
          children: adminPages,
        },
      ],
    },
  ],
  { basename: '/admin/' },
);
