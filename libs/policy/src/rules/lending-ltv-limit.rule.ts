import type { Case } from '../effective/case.js';
import { partsOf } from '../effective/request-parts.js';
import { decimalText, parseDecimal, readDecimal } from '../money/decimal.js';
import { add, compare, isAbove, isZero, multiply, subtract, toText, ZERO, type Ratio } from '../money/ratio.js';
import { object, optional } from '../schema/object.js';
import { ascending } from '../schema/ordering.js';
import { decimal } from '../schema/scalars.js';
import { deny, floor, type Finding } from './finding.js';
import { definePolicy } from './policy-type.js';

interface LtvLimit {
  readonly max: Ratio;
  readonly maxText: string;
  readonly warning: Ratio | undefined;
  readonly warningText: string;
}

interface Position {
  readonly debt: Ratio;
  readonly collateral: Ratio;
}

function move(action: 'borrow' | 'withdraw', before: Position, amount: Ratio): Position {
  if (action === 'borrow') return { ...before, debt: add(before.debt, amount) };
  const isAll = compare(amount, before.collateral) >= 0;
  return { ...before, collateral: isAll ? ZERO : subtract(before.collateral, amount) };
}

function denyLtv(limit: LtvLimit, operation: string, because: string, actual?: string): Finding {
  const figures = { field: 'maxLtv', limit: limit.maxText, operation, ...(actual === undefined ? {} : { actual }) };
  return deny('LENDING_LTV_LIMIT_VIOLATION', because, {
    ...figures,
    suggestion: `a smaller amount passes: at most ${limit.maxText} of the collateral may be debt`,
  });
}

function judgePosition(limit: LtvLimit, { debt, collateral }: Position, operation: string): readonly Finding[] {
  if (isZero(debt)) return [];
  if (isZero(collateral)) return [denyLtv(limit, operation, 'Debt would be left without collateral.')];
  if (isAbove(debt, multiply(limit.max, collateral))) {
    const ltv = toText({ num: debt.num * collateral.den, den: debt.den * collateral.num });
    return [denyLtv(limit, operation, `The loan to value would be ${ltv}, above ${limit.maxText}.`, ltv)];
  }
  if (limit.warning === undefined || !isAbove(debt, multiply(limit.warning, collateral))) return [];
  return [floor('DELAY', { field: 'warningLtv', limit: limit.warningText, operation })];
}

/** Debt and collateral as they are now; undefined where nobody said. */
function presentPosition({ facts }: Case): Position | undefined {
  const { debtUsd, collateralUsd } = facts.context.lendingPosition ?? {};
  const debt = debtUsd === undefined ? undefined : parseDecimal(debtUsd);
  const collateral = collateralUsd === undefined ? undefined : parseDecimal(collateralUsd);
  return debt === undefined || collateral === undefined ? undefined : { debt, collateral };
}

function judgeLtv(limit: LtvLimit, subject: Case): readonly Finding[] {
  const findings: Finding[] = [];
  let position = presentPosition(subject);
  for (const { part, path } of partsOf(subject.request)) {
    const lending = part.lending;
    if (lending?.action !== 'borrow' && lending?.action !== 'withdraw') continue;
    const amount = lending.amountUsd === undefined ? undefined : parseDecimal(lending.amountUsd);
    if (position === undefined || amount === undefined) {
      findings.push(denyLtv(limit, path, 'The amount in USD or the lending position is unknown.'));
      continue;
    }
    // Steps of a batch build on each other; what supply and repay would improve is not counted before it is real.
    position = move(lending.action, position, amount);
    findings.push(...judgePosition(limit, position, path));
  }
  return findings;
}

export const lendingLtvLimit = definePolicy({
  type: 'LENDING_LTV_LIMIT',
  label: 'Loan to value',
  description:
    'Refuses to borrow or withdraw where debt over collateral would exceed maxLtv or is unknown; above warningLtv the request waits.',
  effect: 'limit',
  appliesTo: ['CONTRACT_CALL', 'EXTERNAL_ACTION'],
  schema: object({ maxLtv: decimal({ max: 1 }), warningLtv: optional(decimal({ max: 1 })) }, (rules, place) =>
    ascending(rules, ['warningLtv', 'maxLtv'], place),
  ),
  example: { maxLtv: 0.7, warningLtv: 0.5 },
  prepare: (rules): LtvLimit => ({
    max: readDecimal(rules.maxLtv) ?? ZERO,
    maxText: decimalText(rules.maxLtv) ?? '',
    warning: readDecimal(rules.warningLtv),
    warningText: decimalText(rules.warningLtv) ?? '',
  }),
  judge: judgeLtv,
});
