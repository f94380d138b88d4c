/** Browser logins (api.md §3.4). Times are Unix seconds. */
export interface AdminLoginRequest {
  password: string;
}

export interface AdminLoginResponse {
  /** Sent as `X-WAIaaS-CSRF` with every further request. Told here and nowhere else. */
  csrfToken: string;
  expiresAt: number;
  idleTimeoutSeconds: number;
}

export interface AdminSessionResponse {
  expiresAt: number;
  idleExpiresAt: number;
}

export interface StepUpRequest {
  password: string;
}

export interface StepUpResponse {
  /** Sent as `X-WAIaaS-Step-Up` with the acts that need the password again. */
  stepUpToken: string;
  expiresAt: number;
}

export interface OwnerLoginResponse {
  address: string;
  chain: 'solana' | 'ethereum';
  csrfToken: string;
  expiresAt: number;
}

export interface OwnerSessionWallet {
  id: string;
  name: string;
  chain: 'solana' | 'ethereum';
  environment: 'testnet' | 'mainnet';
  address: string;
  ownerState: 'GRACE' | 'LOCKED';
}

export interface OwnerSessionResponse {
  address: string;
  chain: 'solana' | 'ethereum';
  expiresAt: number;
  wallets: OwnerSessionWallet[];
  /** Block explorers by network, where the admin has named one. */
  explorers: Record<string, string>;
}
