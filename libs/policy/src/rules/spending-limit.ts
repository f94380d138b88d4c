import { canonicalAddress, findNetwork, tokenAssetId } from '@waiaas/core';
import { decimalText, readDecimal } from '../money/decimal.js';
import { ratio, ZERO, type Ratio } from '../money/ratio.js';
import { NATIVE } from '../value/asset.js';
import type { AssetRef } from '../value/price.js';
import { familyOf, type Family } from './spending-families.js';
import type { SpendingLimitRules } from './spending-limit.schema.js';

/** A limit on a window, with its name in the rules. */
export interface WindowLimit {
  readonly field: 'daily_limit_usd' | 'monthly_limit_usd';
  readonly text: string;
  readonly value: Ratio;
}

/** The rules of a SPENDING_LIMIT, ready for judging. */
export interface SpendingLimit {
  /** Of the native asset, in base units. */
  readonly native: Family | undefined;
  /** By key of `token_limits`, in whole units. */
  readonly byKey: ReadonlyMap<string, Family>;
  readonly usd: Family | undefined;
  readonly daily: WindowLimit | undefined;
  readonly monthly: WindowLimit | undefined;
  readonly delaySeconds: number;
  readonly approvalTimeoutSeconds: number | undefined;
}

/** The family that judges an asset's units. */
export interface UnitFamily {
  readonly family: Family;
  /** The thresholds are in whole units, not base units. */
  readonly isHuman: boolean;
}

const DEFAULT_DELAY_SECONDS = 900;

function windowLimit(field: WindowLimit['field'], written: string | number | undefined): WindowLimit | undefined {
  if (written === undefined) return undefined;
  return { field, text: decimalText(written) ?? '', value: readDecimal(written) ?? ZERO };
}

function tokenFamilies(rules: SpendingLimitRules): ReadonlyMap<string, Family> {
  const families = new Map<string, Family>();
  for (const [key, limit] of Object.entries(rules.token_limits ?? {})) {
    const family = familyOf(
      { instant: limit.instant_max, notify: limit.notify_max, delay: limit.delay_max },
      (step) => `token_limits.${key}.${step}_max`,
      readDecimal,
    );
    if (family !== undefined) families.set(key, family);
  }
  return families;
}

export function prepareSpendingLimit(rules: SpendingLimitRules): SpendingLimit {
  return {
    native: familyOf(
      { instant: rules.instant_max, notify: rules.notify_max, delay: rules.delay_max },
      (step) => `${step}_max`,
      (written) => ratio(BigInt(written)),
    ),
    byKey: tokenFamilies(rules),
    usd: familyOf(
      { instant: rules.instant_max_usd, notify: rules.notify_max_usd, delay: rules.delay_max_usd },
      (step) => `${step}_max_usd`,
      readDecimal,
    ),
    daily: windowLimit('daily_limit_usd', rules.daily_limit_usd),
    monthly: windowLimit('monthly_limit_usd', rules.monthly_limit_usd),
    delaySeconds: rules.delay_seconds ?? DEFAULT_DELAY_SECONDS,
    approvalTimeoutSeconds: rules.approval_timeout,
  };
}

export function hasWindows(limit: SpendingLimit): boolean {
  return limit.daily !== undefined || limit.monthly !== undefined;
}

/** Whether some threshold is in USD: only then does a price matter. */
export function needsPrices(limit: SpendingLimit): boolean {
  return limit.usd !== undefined || hasWindows(limit);
}

/** Whether everything that has a value in USD is covered: by a USD threshold, or because windows are the only limits. */
export function coversByUsd(limit: SpendingLimit): boolean {
  const hasOnlyWindows = hasWindows(limit) && limit.native === undefined && limit.byKey.size === 0;
  return limit.usd !== undefined || hasOnlyWindows;
}

/** The family of an asset's own units; undefined where the policy has none for it. */
export function unitFamilyOf(limit: SpendingLimit, ref: AssetRef): UnitFamily | undefined {
  if (ref.asset === NATIVE) {
    const human = limit.byKey.get(`native:${ref.chain}`) ?? limit.byKey.get(NATIVE);
    if (human !== undefined) return { family: human, isHuman: true };
    return limit.native === undefined ? undefined : { family: limit.native, isHuman: false };
  }
  const network = ref.network === undefined ? undefined : findNetwork(ref.network);
  const own =
    network === undefined
      ? undefined
      : limit.byKey.get(tokenAssetId(network, canonicalAddress(ref.chain, ref.asset) ?? ref.asset));
  return own === undefined ? undefined : { family: own, isHuman: true };
}
