import { createBrowserRouter, type RouteObject } from 'react-router';
import { ErrorBoundary } from './error-boundary';
import { Opening } from './layout/opening';
import { PlainLayout } from './layout/plain-layout';
import { adminPages, loginPages, sharedPages, type PageFile } from './pages';
import { withMessages } from '../lib/i18n';
import { requireLogin } from '../lib/login-gate';

function asRoute({ path, load, needsCatalogue }: PageFile): RouteObject {
  const lazy = needsCatalogue === true ? () => withMessages(load()) : load;
  return path === '' ? { index: true, lazy } : { path, lazy };
}

export const router = createBrowserRouter(
  [
    {
      errorElement: <ErrorBoundary />,
      HydrateFallback: Opening,
      children: [
        {
          Component: PlainLayout,
          children: loginPages.map(asRoute),
        },
        {
          lazy: async () => ({ Component: (await withMessages(import('./layout/owner-layout'))).EitherLayout }),
          loader: requireLogin('owner', 'admin'),
          children: sharedPages.map(asRoute),
        },
        {
          lazy: async () => ({ Component: (await withMessages(import('./layout/shell-layout'))).ShellLayout }),
          loader: requireLogin('admin'),
          children: [
            ...adminPages.map(asRoute),
            { path: '*', lazy: async () => ({ Component: (await import('../routes/not-found')).NotFound }) },
          ],
        },
      ],
    },
  ],
  { basename: '/admin/' },
);
