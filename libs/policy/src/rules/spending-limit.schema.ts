import { parseAssetId, tokenAssetId } from '@waiaas/core';
import { dictionary, object, optional } from '../schema/object.js';
import { ascending } from '../schema/ordering.js';
import { inside, refuse, type Place, type ValueOf } from '../schema/schema.js';
import { decimal, decimalString, digits, integer } from '../schema/scalars.js';

const STEPS = ['instant_max', 'notify_max', 'delay_max'] as const;

const LIMITS = [
  ...['instant_max', 'notify_max', 'delay_max', 'instant_max_usd', 'notify_max_usd', 'delay_max_usd'],
  ...['token_limits', 'daily_limit_usd', 'monthly_limit_usd'],
];

const tokenLimit = object(
  { instant_max: decimalString(), notify_max: decimalString(), delay_max: decimalString() },
  (value, place) => ascending(value, STEPS, place),
);

function canonicalKey(key: string): string | undefined {
  if (key === 'native' || key === 'native:ethereum' || key === 'native:solana') return key;
  const token = parseAssetId(key);
  return token === undefined ? undefined : tokenAssetId(token.network, token.address);
}

function hasSomeLimit(value: object, place: Place): void {
  if (!LIMITS.some((limit) => Object.hasOwn(value, limit))) refuse(place, 'required', 'must have at least one limit');
}

export const spendingLimitSchema = object(
  {
    instant_max: optional(digits()),
    notify_max: optional(digits()),
    delay_max: optional(digits()),
    instant_max_usd: optional(decimal()),
    notify_max_usd: optional(decimal()),
    delay_max_usd: optional(decimal()),
    token_limits: optional(dictionary(canonicalKey, tokenLimit)),
    daily_limit_usd: optional(decimal({ positive: true })),
    monthly_limit_usd: optional(decimal({ positive: true })),
    delay_seconds: optional(integer(60, 2_592_000)),
    approval_timeout: optional(integer(1, 2_592_000)),
  },
  (value, place) => ascending(value, STEPS, place),
  (value, place) =>
    ascending(
      value,
      STEPS.map((step) => `${step}_usd`),
      place,
    ),
  hasSomeLimit,
);

export type SpendingLimitRules = ValueOf<typeof spendingLimitSchema>;

/** `native` means the coin of one network, so only a policy of one network may say it. */
export function refuseBareNative(rules: SpendingLimitRules, network: string | null, place: Place): void {
  if (network === null && rules.token_limits !== undefined && Object.hasOwn(rules.token_limits, 'native')) {
    refuse(
      inside(inside(place, 'token_limits'), 'native'),
      'key',
      'is for policies of one network; use native:ethereum or native:solana',
    );
  }
}
