/** A stored policy, or a draft of a what-if. `rules` is whatever was stored: it is parsed again here. */
export interface PolicyRow {
  readonly id: string;
  readonly version: number | null;
  readonly walletId: string | null;
  /** Canonical network name. */
  readonly network: string | null;
  readonly type: string;
  readonly rules: unknown;
  readonly priority: number;
  readonly enabled: boolean;
}
