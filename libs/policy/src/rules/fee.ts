import type { Verdict } from '../effective/report.js';
import type { Facts } from '../facts.js';
import { deny, floor, type Finding } from './finding.js';
import { say } from '../words/wording.js';

/** A fee is spending that nobody receives: above the cap it is refused whatever the policies say. */
export function judgeFee({ fee }: Pick<Facts, 'fee'>): readonly Verdict[] {
  if (fee === undefined) return [];
  const findings: Finding[] = [];
  if (fee.amount > fee.cap) {
    const figures = { field: 'max_fee', limit: fee.cap.toString(), actual: fee.amount.toString() };
    const reason = say('FEE_ABOVE_CAP', { actual: figures.actual, limit: figures.limit });
    findings.push(deny('FEE_TOO_HIGH', reason, { ...figures, suggestion: say('FEES_PASS', { amount: figures.limit }) }));
  }
  if (fee.dailyBudget?.isExceeded === true) {
    const { limit, actual } = fee.dailyBudget;
    findings.push(floor('APPROVAL', { field: 'daily_fee_budget_usd', limit, actual }));
  }
  return [{ type: 'FEE', row: null, findings }];
}
