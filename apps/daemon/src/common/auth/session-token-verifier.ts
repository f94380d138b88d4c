/** A session as its token proved it. */
export interface SessionPrincipal {
  readonly sessionId: string;
  readonly walletIds: readonly string[];
  /** `jti` of the token. */
  readonly tokenId: string;
  /** Signed with the previous secret, which verifies for 300 s after a rotation. */
  readonly isUnderRetiringSecret: boolean;
  /** SHA-256 of the client certificate it is bound to; null where it is bound to none. */
  readonly certificate: string | null;
}

/** Turns `wai_sess_…` into the session it stands for, or throws the 401 that fits. Cheap: one HMAC and a cached row. */
export abstract class SessionTokenVerifier {
  abstract verify(token: string): Promise<SessionPrincipal>;
}
