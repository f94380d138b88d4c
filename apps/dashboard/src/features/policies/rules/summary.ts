import { duration } from '../../../lib/format-time';
import { shortAddress } from '../../../lib/group-address';
import { safeText } from '../../../lib/safe-text';
import { choiceName, memberName, type PolicyText } from '../policy-text';
import { isRecord } from './json-schema';
import { linesOf } from './rule-lines';
import { amountText, assetName, dayNames } from './words';

type Rules = Readonly<Record<string, unknown>>;
type Says = (rules: Rules, t: PolicyText) => string;

const MOST_NAMES = 3;
const LABELS = ['symbol', 'name', 'network', 'market', 'id', 'address', 'contractAddress'];

const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
const usd = (value: unknown): string => amountText(text(value));

function labelOf(entry: unknown): string {
  if (!isRecord(entry)) return labelText(text(entry));
  return labelText(text(LABELS.map((name) => entry[name]).find((value) => value !== undefined)));
}

const labelText = (label: string): string =>
  label.length > 31 && !label.includes('.') ? shortAddress(label) : safeText(label, 40);

function few(names: readonly string[], t: PolicyText): string {
  const shown = names.slice(0, MOST_NAMES).join(', ');
  const rest = names.length - MOST_NAMES;
  return rest > 0 ? `${shown} ${t('policies.moreEntries', { count: rest })}` : shown;
}

const only =
  (member: string): Says =>
  (rules, t) =>
    t('says.only', { list: few(Array.isArray(rules[member]) ? rules[member].map(labelOf) : [], t) });

const atMost =
  (max: string, warning: string, sign = ''): Says =>
  (rules, t) =>
    [
      t('says.max', { max: sign + usd(rules[max]) }),
      ...(rules[warning] === undefined ? [] : [t('says.warning', { warning: sign + usd(rules[warning]) })]),
    ].join('; ');

const DEFAULT_DELAY = 900;

function spending(rules: Rules, t: PolicyText): string {
  const time = duration(Number(rules['delay_seconds'] ?? DEFAULT_DELAY), t.language);
  const parts = (['instant', 'notify', 'delay'] as const).flatMap((step) => {
    const amount = rules[`${step}_max_usd`];
    return amount === undefined ? [] : [t(`says.usd.${step}`, { amount: usd(amount), time })];
  });
  const windows = (['daily', 'monthly'] as const).flatMap((window) => {
    const amount = rules[`${window}_limit_usd`];
    return amount === undefined ? [] : [t(`says.usd.${window}`, { amount: usd(amount) })];
  });
  const assets = isRecord(rules['token_limits']) ? Object.keys(rules['token_limits']).map((key) => assetName(key, t)) : [];
  const sentences = [
    ...(parts.length === 0 ? [] : [[...parts, t('says.usd.above')].join(', ')]),
    ...(windows.length === 0 ? [] : [windows.join(', ')]),
    ...(assets.length === 0 ? [] : [t('says.assets', { list: few(assets, t) })]),
  ];
  return sentences.length === 0 ? anything(rules, t) : sentences.map(capital).join('. ');
}

const capital = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);

function hours({ allowed_hours: range, allowed_days: days, timezone }: Rules, t: PolicyText): string {
  const { start, end } = isRecord(range) ? range : {};
  return t('says.TIME_RESTRICTION', {
    days: dayNames(Array.isArray(days) ? (days as number[]) : [], t.language),
    from: `${text(start)}:00`,
    to: `${text(end)}:00`,
    zone: safeText(text(timezone ?? 'UTC'), 40),
  });
}

function allowances({ maxAmount, blockUnlimited }: Rules, t: PolicyText): string {
  const unlimited = t(blockUnlimited === false ? 'says.unlimited.asked' : 'says.unlimited.blocked');
  return maxAmount === undefined
    ? capital(unlimited)
    : `${t('says.APPROVE_AMOUNT_LIMIT', { amount: usd(maxAmount) })}; ${unlimited}`;
}

function category(rules: Rules, t: PolicyText): string {
  const limits = [
    ...(rules['per_action_limit_usd'] === undefined ? [] : [t('says.perAction', { amount: usd(rules['per_action_limit_usd']) })]),
    ...(rules['daily_limit_usd'] === undefined ? [] : [t('says.usd.daily', { amount: usd(rules['daily_limit_usd']) })]),
    ...(rules['monthly_limit_usd'] === undefined ? [] : [t('says.usd.monthly', { amount: usd(rules['monthly_limit_usd']) })]),
  ];
  const tier = choiceName(text(rules['tier_on_exceed'] ?? 'DELAY'), t);
  return t('says.category', { category: choiceName(text(rules['category']), t), limits: limits.join(', '), tier });
}

function anything(rules: Rules, t: PolicyText): string {
  return linesOf(rules, t)
    .map(({ name, value }) => `${name}: ${value}`)
    .join('; ');
}

const SAYS: Readonly<Record<string, Says>> = {
  TIME_RESTRICTION: hours,
  RATE_LIMIT: ({ max_requests: count, window_seconds: seconds }, t) =>
    t('says.RATE_LIMIT', { count: usd(count), time: duration(Number(seconds), t.language) }),
  ALLOWED_NETWORKS: only('networks'),
  WHITELIST: only('allowed_addresses'),
  X402_ALLOWED_DOMAINS: only('domains'),
  ERC8128_ALLOWED_DOMAINS: only('domains'),
  ALLOWED_TOKENS: only('tokens'),
  CONTRACT_WHITELIST: only('contracts'),
  METHOD_WHITELIST: ({ methods }, t) =>
    few(Array.isArray(methods) ? methods.map((one) => `${labelOf(one)}: ${memberName('selectors', t)}`) : [], t),
  APPROVED_SPENDERS: only('spenders'),
  APPROVE_AMOUNT_LIMIT: allowances,
  LENDING_ASSET_WHITELIST: only('assets'),
  LENDING_LTV_LIMIT: atMost('maxLtv', 'warningLtv'),
  PERP_ALLOWED_MARKETS: only('markets'),
  PERP_MAX_LEVERAGE: atMost('maxLeverage', 'warningLeverage'),
  PERP_MAX_POSITION_USD: atMost('maxPositionUsd', 'warningPositionUsd', '$'),
  VENUE_WHITELIST: only('venues'),
  SPENDING_LIMIT: spending,
  APPROVE_TIER_OVERRIDE: ({ tier }, t) => t('says.tier', { tier: choiceName(text(tier), t) }),
  REPUTATION_THRESHOLD: ({ min_score: score, below_threshold_tier: below, unrated_tier: unrated }, t) =>
    t('says.reputation', {
      score: usd(score),
      tier: choiceName(text(below ?? 'APPROVAL'), t),
      unrated: choiceName(text(unrated ?? 'APPROVAL'), t),
    }),
  ACTION_CATEGORY_LIMIT: category,
};

/** What a policy says, in one sentence. */
export function summaryOf(type: string, rules: Rules, t: PolicyText): string {
  return (SAYS[type] ?? anything)(rules, t);
}
