/** A session as its token proved it. */
export interface SessionPrincipal {
  readonly sessionId: string;
  readonly walletIds: readonly string[];
}

/** Turns `wai_sess_…` into the session it stands for, or throws the 401 that fits. Cheap: one HMAC and a cached row. */
export abstract class SessionTokenVerifier {
  abstract verify(token: string): Promise<SessionPrincipal>;
}
