import type { BillLine } from '../value/bill.js';
import type { Case } from '../effective/case.js';
import { isZero, ofBaseUnits, toText } from '../money/ratio.js';
import { REQUEST_TYPES } from '../request.js';
import { baseUnitsWithin, mostUnits, mostWithin } from '../value/most.js';
import { openReservations } from '../windows/spent.js';
import { floor, warn, type Finding } from './finding.js';
import { definePolicy } from './policy-type.js';
import { judgeFamily } from './spending-families.js';
import {
  coversByUsd,
  hasWindows,
  needsPrices,
  prepareSpendingLimit,
  unitFamilyOf,
  type SpendingLimit,
} from './spending-limit.js';
import { refuseBareNative, spendingLimitSchema } from './spending-limit.schema.js';
import { judgeWindows } from './spending-windows.js';
import { say } from '../words/wording.js';

const UNKNOWN = { approval: 'unknown_value', suggestion: say('VALUE_HELPS', {}) } as const;

/** The sum of one asset, with what is reserved of it already, against the family of its own units. */
function judgeUnits(limit: SpendingLimit, subject: Case, line: BillLine): readonly Finding[] {
  const own = unitFamilyOf(limit, line.ref);
  if (own === undefined) return [];
  if (!line.isAmountKnown) return [floor('APPROVAL', UNKNOWN)];
  const reserved = openReservations(subject.facts, line.ref);
  const sum = line.amount + reserved;
  // Thresholds are in whole units, or in base units as if the asset had no decimals.
  const decimals = own.isHuman ? line.decimals : 0;
  if (decimals === undefined) return sum === 0n ? [] : [floor('APPROVAL', UNKNOWN)];
  const units = ofBaseUnits(sum, decimals);
  const { tier, exceeded } = judgeFamily(own.family, units);
  if (exceeded === undefined) return [];
  const figures = { field: exceeded.field, limit: exceeded.text, actual: toText(units, decimals) };
  const most = mostUnits(subject, line, baseUnitsWithin(exceeded.value, decimals), reserved);
  return [floor(tier, { approval: 'per_tx', ...figures, most })];
}

function isCovered(limit: SpendingLimit, line: BillLine): boolean {
  if (line.amount === 0n && line.isAmountKnown) return true;
  return unitFamilyOf(limit, line.ref) !== undefined || coversByUsd(limit);
}

/** What no part of the policy can judge asks a human. */
function judgeCover(limit: SpendingLimit, { bill }: Case): readonly Finding[] {
  const hasNotional = !bill.isNotionalKnown || !isZero(bill.notionalUsd);
  const isNotionalCovered = !hasNotional || coversByUsd(limit);
  return isNotionalCovered && bill.lines.every((line) => isCovered(limit, line))
    ? []
    : [floor('APPROVAL', { suggestion: say('ASK_COVER', {}) })];
}

/** The value of the whole request against the USD family. */
function judgeUsd(limit: SpendingLimit, subject: Case): readonly Finding[] {
  const { value } = subject;
  if (limit.usd === undefined || !value.isComplete) return [];
  const { tier, exceeded } = judgeFamily(limit.usd, value.knownUsd);
  if (exceeded === undefined) return [];
  const figures = { field: exceeded.field, limit: exceeded.text, actual: toText(value.knownUsd) };
  return [floor(tier, { approval: 'per_tx', ...figures, most: mostWithin(subject, exceeded.value) })];
}

/** An unknown value asks a human; an old or disputed price is told about. Only where some limit needs the price. */
function judgePrices(limit: SpendingLimit, { value, valueWithFee }: Case): readonly Finding[] {
  if (!needsPrices(limit)) return [];
  const { isComplete, prices } = hasWindows(limit) ? valueWithFee : value;
  const findings: Finding[] = isComplete ? [] : [floor('APPROVAL', UNKNOWN)];
  if (prices.some((price) => price.isAging)) findings.push(floor('NOTIFY'), warn({ code: 'PRICE_AGING' }));
  if (prices.some((price) => price.isDisputed)) findings.push(floor('NOTIFY'), warn({ code: 'PRICE_DISPUTED' }));
  return findings;
}

function judgeSpending(limit: SpendingLimit, subject: Case): readonly Finding[] {
  const always = [...judgePrices(limit, subject), ...judgeWindows(limit, subject)];
  if (!subject.isValueMoving) return always;
  return [
    ...subject.bill.lines.flatMap((line) => judgeUnits(limit, subject, line)),
    ...judgeCover(limit, subject),
    ...judgeUsd(limit, subject),
    ...always,
  ];
}

export const spendingLimit = definePolicy({
  type: 'SPENDING_LIMIT',
  label: 'Spending limit',
  description:
    'Sets the tier by amount, by value in USD and by what was spent in a day and in 30 days. Never denies; what it does not cover asks a human.',
  effect: 'tier',
  appliesTo: REQUEST_TYPES,
  schema: spendingLimitSchema,
  example: {
    instant_max_usd: 25,
    notify_max_usd: 250,
    delay_max_usd: 2500,
    daily_limit_usd: 3000,
    delay_seconds: 1200,
  },
  prepare: prepareSpendingLimit,
  checkRow: ({ rules, network }, place) => refuseBareNative(rules, network, place),
  judge: judgeSpending,
});
