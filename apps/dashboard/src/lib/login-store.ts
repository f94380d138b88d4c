import { createStore } from './store';

export type Principal = 'admin' | 'owner';

export interface Login {
  /** Kept in `sessionStorage`, which other ports of this host cannot read: the cookie alone proves little. */
  readonly csrfToken: string;
  /** Unix seconds. */
  readonly expiresAt: number;
  readonly idleTimeoutSeconds: number;
  /** Owners alone. */
  readonly address?: string;
  readonly chain?: 'ethereum' | 'solana';
}

export type Logins = Readonly<Partial<Record<Principal, Login>>>;

const KEY = 'waiaas.logins';

function isLogin(value: unknown): value is Login {
  return typeof value === 'object' && value !== null && 'csrfToken' in value && 'expiresAt' in value;
}

function read(): Logins {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? '{}');
    if (typeof stored !== 'object' || stored === null) return {};
    return Object.fromEntries(Object.entries(stored).filter(([, login]) => isLogin(login)));
  } catch {
    return {};
  }
}

const store = createStore<Logins>(read());

/** Who is logged in here. The proof itself is an HttpOnly cookie that no script sees. */
export const loginStore = {
  get: store.get,
  subscribe: store.subscribe,
  set(principal: Principal, login: Login | undefined): void {
    const { [principal]: _, ...others } = store.get();
    const next: Logins = login === undefined ? others : { ...others, [principal]: login };
    sessionStorage.setItem(KEY, JSON.stringify(next));
    store.set(next);
  },
};
