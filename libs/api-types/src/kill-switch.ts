import type { LiveSignature } from './live-signatures.js';

/** Kill switch routes (api.md §12). Times are Unix seconds. */
export type KillSwitchPosition = 'ACTIVE' | 'SUSPENDED' | 'LOCKED';

export interface KillSwitchStatus {
  state: KillSwitchPosition;
  activatedAt: number | null;
  activatedBy: string | null;
}

export interface KillSwitchActivated {
  state: 'SUSPENDED';
  activatedAt: number;
  /** What can still land, the newest first, at most 200. Absent: none. Null: it could not be read, and the stop holds all the same. */
  liveSignatures?: LiveSignature[] | null;
}

export interface KillSwitchEscalated {
  state: 'LOCKED';
  escalatedAt: number;
}

export interface RecoverRequest {
  resumeWallets?: boolean;
  /** Sent by existing clients; ignored. */
  ownerSignature?: string;
  ownerAddress?: string;
  chain?: string;
  message?: string;
}

export interface RecoverResponse {
  state: 'ACTIVE';
  recoveredAt: number;
  walletsResumed: number;
}
