import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { isLoginOver, isWorthRetrying } from '../lib/errors';
import { loginStore } from '../lib/login-store';
import { stepUp } from '../lib/step-up';

const RETRIES = 2;

/** A login that is over takes everything with it that was read under it. The routes notice by the store. */
function endLogin(error: Error): void {
  if (!isLoginOver(error) || error.principal === undefined) return;
  if (error.principal === 'admin') stepUp.forget();
  loginStore.set(error.principal, undefined);
}

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: endLogin }),
  mutationCache: new MutationCache({ onError: endLogin }),
  defaultOptions: {
    queries: {
      retry: (count, error) => count < RETRIES && isWorthRetrying(error),
      staleTime: 2000,
      refetchIntervalInBackground: false,
      networkMode: 'always',
    },
    mutations: { retry: false, networkMode: 'always' },
  },
});

// Nothing that was read under one login is there for whoever comes next.
let before = loginStore.get();
loginStore.subscribe(() => {
  const now = loginStore.get();
  const hasEnded = (['admin', 'owner'] as const).some(
    (principal) => before[principal] !== undefined && before[principal]?.csrfToken !== now[principal]?.csrfToken,
  );
  before = now;
  if (hasEnded) queryClient.clear();
});
