import { redirect } from 'react-router';
import { loginStore, type Principal } from './login-store';

export function loginPath(principal: Principal, here: string, why?: 'idle' | 'over'): string {
  const query = new URLSearchParams({
    ...(here === '/' ? {} : { next: here }),
    ...(why === undefined ? {} : { why }),
  }).toString();
  return `${principal === 'admin' ? '/login' : '/owner/login'}${query === '' ? '' : `?${query}`}`;
}

/** A loader for pages behind a login: either login opens pages that both may see. */
export function requireLogin(
  ...principals: readonly [Principal, ...Principal[]]
): (args: { request: Request }) => Response | null {
  return ({ request }) => {
    const logins = loginStore.get();
    if (principals.some((principal) => logins[principal] !== undefined)) return null;
    const { pathname, search } = new URL(request.url);
    const here = `${pathname.replace(/^\/admin(?=\/|$)/, '')}${search}`;
    return redirect(loginPath(principals[0], here === '' ? '/' : here));
  };
}
