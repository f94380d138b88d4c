/** A wrong master password, as it goes into the audit chain: one row per client address and minute, with a count. */
export interface MasterAuthFailure {
  readonly peerAddress: string;
  readonly clientAddress: string;
  readonly count: number;
}

export abstract class AuthAudit {
  abstract masterAuthFailed(failure: MasterAuthFailure): Promise<void>;
}
