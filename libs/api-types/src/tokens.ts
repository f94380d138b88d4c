/** Token registry routes (api.md §12). */
export interface AddTokenRequest {
  network: string;
  address: string;
  symbol: string;
  name: string;
  decimals: number;
}

export interface AddTokenResponse {
  id: string;
  network: string;
  address: string;
  symbol: string;
}

export interface RemoveTokenRequest {
  network: string;
  address: string;
}

export interface RemoveTokenResponse {
  removed: boolean;
  network: string;
  address: string;
}

export interface TokenItem {
  address: string;
  symbol: string;
  name: string;
  decimals: number;
  source: 'builtin' | 'custom';
  /** CAIP-19. */
  assetId: string;
  /** CAIP-2. */
  chainId: string;
}

export interface TokenListResponse {
  network: string;
  tokens: TokenItem[];
}

export interface ResolvedTokenResponse {
  symbol: string;
  name: string;
  decimals: number;
  address: string;
  network: string;
}
