import type { LiveSignature } from './live-signatures.js';
import type { PolicyItem } from './policies.js';

/** Wallet routes (api.md §7). Times are Unix seconds. */
export type WalletChain = 'solana' | 'ethereum';
export type WalletEnvironment = 'testnet' | 'mainnet';
export type WalletStatus = 'ACTIVE' | 'SUSPENDED' | 'TERMINATED';
export type PolicyPreset = 'guarded' | 'testnet' | 'none';

export interface CreateWalletRequest {
  name: string;
  chain?: WalletChain;
  environment?: WalletEnvironment;
  createSession?: boolean;
  accountType?: 'eoa' | 'smart';
  policyPreset?: PolicyPreset;
}

export type KeyFormat = 'hex' | 'base58' | 'base64' | 'keypair-json' | 'mnemonic';

export interface ImportWalletRequest extends CreateWalletRequest {
  secret: {
    format: KeyFormat;
    value: string;
    /** Mnemonic only. */
    derivationPath?: string;
  };
  /** Refused when the key gives another address. */
  expectedAddress?: string;
}

export interface ExportKeyRequest {
  format: 'encrypted' | 'raw';
  /** Encrypted: 12 characters or more. */
  passphrase?: string;
  /** Raw: the last six characters of the address. */
  confirm?: string;
}

export type ExportKeyResponse =
  | { format: 'encrypted'; address: string; blob: string }
  /** `secret`: 0x hex (EVM) or base58 of 64 bytes (Solana). */
  | { format: 'raw'; address: string; secret: string };

export interface WalletItem {
  id: string;
  name: string;
  chain: WalletChain;
  /** On EVM a label: a wallet uses every network of its environment. */
  network: string;
  environment: WalletEnvironment;
  /** The address, as older clients expect. */
  publicKey: string;
  address: string;
  status: WalletStatus;
  ownerAddress: string | null;
  ownerState: 'NONE' | 'GRACE' | 'LOCKED';
  monitorIncoming: boolean;
  accountType: 'eoa';
  signerKey: null;
  deployed: true;
  provider: null;
  createdAt: number;
}

/** How far a key may go, whatever the daemon asks. Amounts are native base units; null is no limit. */
export interface WalletCeiling {
  maxNativePerSignature: string | null;
  maxNativePerDay: string | null;
  maxFeePerSignature: string | null;
  signaturesPerMinute: number | null;
  /** CAIP-2. */
  chainIds: string[] | null;
  kinds: string[] | null;
  /** Whose signature the signer takes for a payment above it. */
  owner: string | null;
}

/** What is absent stays as it is. */
export type ChangeCeilingRequest = Partial<Omit<WalletCeiling, 'owner'>>;

export interface ChangeCeilingResponse {
  ceiling: WalletCeiling;
}

export interface WalletDetail extends WalletItem {
  ownerVerified: boolean;
  approvalMethod: string | null;
  walletType: string | null;
  factoryAddress: null;
  factorySupportedNetworks: null;
  factoryVerifiedOnNetwork: null;
  suspendedAt: number | null;
  suspensionReason: string | null;
  ownerRemovalAt: number | null;
  policyPreset: PolicyPreset;
  /** The limits sealed into the key; null while the signer cannot tell. */
  ceiling: WalletCeiling | null;
  updatedAt: number;
}

export interface CreateWalletResponse extends WalletItem {
  session: { id: string; token: string; expiresAt: number } | null;
  policyPreset: PolicyPreset;
  policies: PolicyItem[];
}

export interface WalletListResponse {
  items: WalletItem[];
}

export interface RenameWalletRequest {
  name: string;
}

export interface PatchWalletRequest {
  monitorIncoming?: boolean;
}

export interface PatchWalletResponse {
  id: string;
  monitorIncoming: boolean;
}

export interface SuspendWalletRequest {
  reason?: string;
}

export interface SuspendWalletResponse {
  id: string;
  status: 'SUSPENDED';
  suspendedAt: number;
  suspensionReason: string;
}

export interface ResumeWalletResponse {
  id: string;
  status: 'ACTIVE';
}

export interface TerminateWalletResponse {
  id: string;
  status: 'TERMINATED';
  /** What can still land, the newest first, at most 200. Absent: none. Null: it could not be read. */
  liveSignatures?: LiveSignature[] | null;
}

export interface PurgeWalletResponse {
  id: string;
  status: 'PURGED';
}

export interface WalletNetworksResponse {
  id: string;
  chain: WalletChain;
  environment: WalletEnvironment;
  availableNetworks: { network: string }[];
  networks: { network: string }[];
}

export interface WalletAddressResponse {
  walletId: string;
  chain: WalletChain;
  network: string;
  environment: WalletEnvironment;
  address: string;
}

export interface WalletBalanceResponse {
  walletId: string;
  chain: WalletChain;
  network: string;
  address: string;
  /** Base units. */
  balance: string;
  decimals: number;
  symbol: string;
  balanceFormatted: string;
  /** Null where no price is known. */
  displayBalance: string | null;
  displayCurrency: string | null;
  /** CAIP-2. */
  chainId: string;
  assetId: string;
}

export interface NetworkBalance {
  network: string;
  balance?: string;
  decimals?: number;
  symbol?: string;
  chainId?: string;
  /** A code of the error list, never text of an endpoint. */
  error?: string;
}

export interface WalletBalancesResponse {
  walletId: string;
  chain: WalletChain;
  environment: WalletEnvironment;
  balances: NetworkBalance[];
}

export interface WalletAsset {
  /** The token address on every chain, `native` for the coin. */
  mint: string;
  symbol: string;
  name: string;
  balance: string;
  decimals: number;
  isNative: boolean;
  /** For display only. */
  usdValue?: number;
  displayValue?: string;
  balanceFormatted?: string;
  assetId?: string;
  chainId?: string;
}

export interface WalletAssetsResponse {
  walletId: string;
  chain: WalletChain;
  network: string;
  assets: WalletAsset[];
  displayCurrency: string | null;
  chainId: string;
}

export interface NetworkAssets {
  network: string;
  assets?: WalletAsset[];
  error?: string;
  chainId?: string;
}

export interface WalletAllAssetsResponse {
  walletId: string;
  chain: WalletChain;
  environment: WalletEnvironment;
  networkAssets: NetworkAssets[];
}
