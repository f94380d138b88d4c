import type { LimitUsage } from '@waiaas/api-types';

export type Fullness = 'fine' | 'near' | 'reached';

export interface Usage {
  /** 0 to 100. */
  readonly percent: number;
  readonly fullness: Fullness;
}

const NEAR_PERCENT = 80;

/** How full a limit is, for a picture; what is left is told by the daemon. */
export function usageOf({ used, limit, remaining }: Pick<LimitUsage, 'used' | 'limit' | 'remaining'>): Usage {
  const share = Number(limit) === 0 ? 100 : (Number(used) / Number(limit)) * 100;
  const percent = Math.min(100, Math.max(0, share));
  if (/^0(?:\.0+)?$/.test(remaining)) return { percent: 100, fullness: 'reached' };
  return { percent, fullness: percent >= NEAR_PERCENT ? 'near' : 'fine' };
}

/** The limit of a kind that will be reached first. */
export function tightest(limits: readonly LimitUsage[], field: string): LimitUsage | undefined {
  return limits
    .filter((limit) => limit.field === field)
    .reduce<LimitUsage | undefined>(
      (found, limit) => (found === undefined || usageOf(limit).percent > usageOf(found).percent ? limit : found),
      undefined,
    );
}
