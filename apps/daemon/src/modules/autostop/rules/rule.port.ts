import type { AutoStopRuleId } from '@waiaas/api-types';

/** A wallet that runs, as rules see it. Times are Unix seconds. */
export interface RunningWallet {
  readonly id: string;
  readonly createdAt: number;
  /** Null where it was never stopped. */
  readonly resumedAt: number | null;
}

/** Why a wallet is to be stopped, in figures for the chain of evidence. */
export interface Verdict {
  readonly count: number;
  readonly details?: Readonly<Record<string, number | string>>;
}

/**
 * One rule. It counts nothing itself: what it judges is stored, the rows of the wallet and the counts of what was refused without one,
 * so that no restart forgets a failure and no crash counts one twice.
 */
export interface AutoStopRuleJudge {
  readonly id: AutoStopRuleId;
  isEnabled(): boolean;
  /** Undefined where the wallet may go on. */
  judge(wallet: RunningWallet, now: number): Promise<Verdict | undefined>;
}
