import type { AutoStopRuleId } from '@waiaas/api-types';

/** A wallet that runs, as rules see it: what happened before `since` is forgiven. */
export interface RunningWallet {
  readonly id: string;
  /** Unix seconds of its last resumption, or of its creation. */
  readonly since: number;
}

/** Why a wallet is to be stopped, in figures for the chain of evidence. */
export interface Verdict {
  readonly count: number;
  readonly details?: Readonly<Record<string, number | string>>;
}

/**
 * One rule. It counts nothing itself: what it judges are the stored rows of the wallet, so that no restart forgets a failure and no
 * crash counts one twice.
 */
export interface AutoStopRuleJudge {
  readonly id: AutoStopRuleId;
  isEnabled(): boolean;
  /** Undefined where the wallet may go on. */
  judge(wallet: RunningWallet, now: number): Promise<Verdict | undefined>;
}
