/** Liveness only: says that the process answers, and touches nothing. */
export interface HealthResponse {
  readonly status: 'ok';
  readonly version: string;
  readonly latestVersion: string | null;
  readonly updateAvailable: boolean;
  readonly schemaVersion: number;
  /** Seconds since the start. */
  readonly uptime: number;
  readonly timestamp: number;
}

export interface ReadyResponse {
  readonly status: 'ready' | 'not_ready';
}

/** Kept for its callers; authorises nothing. */
export interface NonceResponse {
  readonly nonce: string;
  readonly expiresAt: number;
}
