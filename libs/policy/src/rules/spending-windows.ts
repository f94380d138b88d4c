import type { Case } from '../effective/case.js';
import { add, compare, isAbove, subtract, toText, type Ratio } from '../money/ratio.js';
import { isEmptyBill, type Valuation } from '../value/bill.js';
import { leftOf, mostWithin } from '../value/most.js';
import { DAY_SECONDS, MONTH_SECONDS } from '../windows/row.js';
import { spentInWindow } from '../windows/spent.js';
import { floor, warn, type Finding } from './finding.js';
import type { SpendingLimit, WindowLimit } from './spending-limit.js';

interface Window {
  readonly period: 'daily' | 'monthly';
  readonly seconds: number;
  readonly limit: WindowLimit | undefined;
}

/** 80 % of the limit or more. */
function isNear(total: Ratio, limit: Ratio): boolean {
  return compare({ num: total.num * 5n, den: total.den }, { num: limit.num * 4n, den: limit.den }) >= 0;
}

/** What may still be spent beside the fee: the largest amount with which the window holds. */
function mostInWindow(subject: Case, limit: Ratio, spent: Ratio): bigint | undefined {
  const fee = subtract(subject.valueWithFee.knownUsd, subject.value.knownUsd);
  const left = leftOf(limit, add(spent, fee));
  return left === undefined ? undefined : mostWithin(subject, left);
}

function judgeWindow({ period, seconds, limit }: Window, request: Valuation, subject: Case): readonly Finding[] {
  if (limit === undefined) return [];
  const spent = spentInWindow(subject.facts, { windowSeconds: seconds, here: subject.request });
  const total = add(spent.usd, request.knownUsd);
  const findings: Finding[] = spent.hasUnvalued ? [warn({ code: 'HISTORY_UNVALUED' })] : [];
  if (isAbove(total, limit.value)) {
    const approval = period === 'daily' ? 'cumulative_daily' : 'cumulative_monthly';
    const most = mostInWindow(subject, limit.value, spent.usd);
    findings.push(floor('APPROVAL', { approval, field: limit.field, limit: limit.text, actual: toText(total), most }));
  } else if (request.isComplete && isNear(total, limit.value)) {
    findings.push(warn({ code: 'CUMULATIVE_LIMIT_WARNING', period }));
  }
  return findings;
}

/** What was spent, reserved and is asked for now, fee included, against the daily and the monthly limit. */
export function judgeWindows(limit: SpendingLimit, subject: Case): readonly Finding[] {
  // A request that spends nothing is no matter of the windows. Of an unknown value the known part is judged.
  if (isEmptyBill(subject.billWithFee)) return [];
  const value = subject.valueWithFee;
  return [
    ...judgeWindow({ period: 'daily', seconds: DAY_SECONDS, limit: limit.daily }, value, subject),
    ...judgeWindow({ period: 'monthly', seconds: MONTH_SECONDS, limit: limit.monthly }, value, subject),
  ];
}
