import type { KillSwitchPosition } from './kill-switch.js';
import type { LiveSignature } from './live-signatures.js';

/** Admin routes (api.md §12). Times are Unix seconds. */
export interface HealthCheckResult {
  name: string;
  ok: boolean;
  /** Since when it has been so. */
  since: number;
}

export interface RecentTransaction {
  id: string;
  walletId: string;
  walletName: string | null;
  type: string;
  status: string;
  /** What a queued one waits for: `APPROVAL`, `DELAY` or `GAS`. */
  waitReason: string | null;
  toAddress: string | null;
  amount: string | null;
  formattedAmount: string | null;
  network: string;
  txHash: string | null;
  createdAt: number;
}

export interface AdminStatus {
  status: 'running';
  version: string;
  latestVersion: string | null;
  updateAvailable: boolean;
  /** Seconds. */
  uptime: number;
  walletCount: number;
  activeSessionCount: number;
  killSwitchState: KillSwitchPosition;
  adminTimeout: number;
  timestamp: number;
  policyCount: number;
  /** Transactions of the last 24 hours, and those of them that failed. */
  recentTxCount: number;
  failedTxCount: number;
  /** The password is still the one made at the first start. */
  autoProvisioned: boolean;
  recentTransactions: RecentTransaction[];
  checks: HealthCheckResult[];
  /** Sentences for whoever looks after the daemon: what would go unnoticed otherwise. */
  banners: string[];
  pendingApprovals: number;
  exposureFindings: number;
}

export interface AdminStatusResponse extends AdminStatus {
  /** Signatures of all wallets that can still land, the newest first, at most 200. */
  liveSignatures: LiveSignature[];
}

export interface ChangeMasterPasswordRequest {
  newPassword: string;
  /** Also renews the data key. Default: only when the provisioned password is replaced. */
  rotate?: boolean;
}

export interface ChangeMasterPasswordResponse {
  message: string;
  walletsReEncrypted: 0;
  settingsReEncrypted: 0;
  credentialsReEncrypted: 0;
}

export interface RotateSecretResponse {
  rotatedAt: number;
  message: string;
}

export interface ShutdownResponse {
  message: string;
}

export interface ClockConfirmed {
  /** What the daemon takes for now, in Unix seconds. */
  now: number;
}

/** A row of the database that is not what the daemon wrote, or a set of rows that is not whole. */
export interface AlteredRow {
  /** The table; `(set)` behind it where a row was taken away or added. */
  table: string;
  /** Its key; parts of one are separated by a space. */
  id: string;
  walletId: string | null;
  /** Taking what stands removes this row. */
  isRemoved: boolean;
  /** What it holds now; null for what is removed and for sets. */
  columns: Record<string, string | number | null> | null;
}

export interface IntegrityReport {
  isSound: boolean;
  /** How many there are; `rows` has the first of them. */
  total: number;
  rows: AlteredRow[];
  /** Of all rows and what they hold. */
  digest: string;
}

export interface AdoptIntegrityRequest {
  /** Of the report that was looked at. */
  digest: string;
}

export interface IntegrityAdopted {
  adopted: number;
  removed: number;
}

export interface TestRpcRequest {
  url: string;
  chain: 'solana' | 'ethereum';
}

export interface TestRpcResponse {
  success: boolean;
  latencyMs?: number;
  /** EVM: the number; Solana: the genesis hash. */
  chainId?: number | string;
  blockNumber?: number;
  error?: 'TIMEOUT' | 'UNREACHABLE' | 'HTTP_ERROR' | 'NOT_JSON_RPC';
}

export interface RpcStatusResponse {
  networks: {
    network: string;
    chain: string;
    /** CAIP-2. */
    chainId: string;
    /** Empty until the network is used for the first time. URLs carry no credentials. */
    endpoints: {
      url: string;
      isHealthy: boolean;
      problem: string | null;
      /** 0..100: how steadily it has answered lately; below 35 it is asked after the others. */
      score: number;
    }[];
  }[];
}

export interface OracleStatusResponse {
  sources: { source: string; state: 'off' | 'idle' | 'ok' | 'failing'; problem: string | null; lastAnswerAt: number | null }[];
  fixed: { asset: string; usd: string; setAt: number | null }[];
}

export interface StatsResponse {
  asOf: number;
  /** By status. */
  wallets: Record<string, number>;
  activeSessions: number;
  policies: number;
  auditRows: number;
  /** By status. */
  transactions: { total: Record<string, number>; last24h: Record<string, number> };
}

export interface ApiKeysResponse {
  keys: {
    providerName: string;
    hasKey: boolean;
    maskedKey: string | null;
    requiresApiKey: boolean;
    updatedAt: number | null;
  }[];
}

export interface SetApiKeyRequest {
  apiKey: string;
}

export interface SetApiKeyResponse {
  success: true;
  providerName: string;
}

export interface DeleteApiKeyResponse {
  success: true;
}
