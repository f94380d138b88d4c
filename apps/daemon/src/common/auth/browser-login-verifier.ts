import type { Chain } from '@waiaas/core';
import type { LoginKind } from './cookies.js';

/** The cookie of one request with what has to come beside it. */
export interface PresentedLogin {
  readonly kind: LoginKind;
  /** Usually one. */
  readonly tokens: readonly string[];
  readonly csrfToken: string | undefined;
  readonly stepUpToken: string | undefined;
  /** Polling and streams: somebody has the page open, which does not mean that somebody is there. */
  readonly isBackground: boolean;
}

/** A living login. */
export interface BrowserLogin {
  readonly id: string;
  readonly hasSteppedUp: boolean;
  /** Unix seconds. */
  readonly expiresAt: number;
  readonly idleExpiresAt: number;
  /** Null for an admin. */
  readonly owner: { readonly address: string; readonly chain: Chain } | null;
}

/** Turns a cookie into the login it stands for, or throws `LOGIN_EXPIRED` or `CSRF_REQUIRED`. Cheap: hashes and one row. */
export abstract class BrowserLoginVerifier {
  abstract verify(presented: PresentedLogin): Promise<BrowserLogin>;
}
