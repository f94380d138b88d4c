/** Session routes (api.md §8). Times are Unix seconds; in session objects 0 means never. */
export type SessionStatus = 'ACTIVE' | 'EXPIRED' | 'REVOKED';
export type IdempotencyScope = 'session' | 'wallet';

export interface CreateSessionRequest {
  walletId?: string;
  walletIds?: string[];
  /** 0 never expires. */
  ttl?: number;
  /** 0 is unlimited. */
  maxRenewals?: number;
  /** 0 is none. */
  absoluteLifetime?: number;
  constraints?: Record<string, unknown>;
  duplicateGuard?: boolean;
  idempotencyScope?: IdempotencyScope;
  certificate?: string;
  label?: string;
  source?: 'api' | 'mcp';
}

export interface SessionWalletRef {
  id: string;
  name: string;
}

/** The token is shown here and nowhere else. */
export interface CreateSessionResponse {
  id: string;
  token: string;
  expiresAt: number;
  walletId: string;
  wallets: SessionWalletRef[];
}

export interface SessionListItem {
  id: string;
  walletId: string | null;
  walletName: string | null;
  wallets: SessionWalletRef[];
  status: SessionStatus;
  renewalCount: number;
  maxRenewals: number;
  expiresAt: number;
  absoluteExpiresAt: number;
  createdAt: number;
  lastRenewedAt: number | null;
  /** When it last asked for a payment or a signature that was stored; reads leave no trace. Null: never. */
  lastRequestAt: number | null;
  source: string;
  label: string | null;
  tokenIssuedCount: number;
  duplicateGuard: boolean;
  idempotencyScope: IdempotencyScope;
  constraints: Record<string, unknown> | null;
  /** Set when a replaced token came back: every token is refused until master rotates it. */
  heldAt: number | null;
}

export interface SessionListResponse {
  data: SessionListItem[];
  total: number;
  limit: number;
  offset: number;
}

export interface RevokeSessionResponse {
  id: string;
  status: 'REVOKED';
  message?: string;
}

export interface RenewSessionResponse {
  id: string;
  token: string;
  expiresAt: number;
  renewalCount: number;
}

export interface RotateSessionResponse {
  id: string;
  token: string;
  expiresAt: number;
  tokenIssuedCount: number;
}

export interface ReissueSessionResponse {
  token: string;
  sessionId: string;
  tokenIssuedCount: number;
  expiresAt: number;
}

export interface SessionWalletsResponse {
  wallets: { id: string; name: string; chain: string; createdAt: number }[];
}

export interface LinkWalletRequest {
  walletId: string;
}

export interface LinkWalletResponse {
  sessionId: string;
  walletId: string;
  createdAt: number;
}
