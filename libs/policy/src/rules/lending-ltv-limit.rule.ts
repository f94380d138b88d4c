import type { Case } from '../effective/case.js';
import { actionPartsOf, type ActionPart } from '../effective/request-parts.js';
import { decimalText, parseDecimal, readDecimal } from '../money/decimal.js';
import { add, compare, isAbove, isZero, multiply, subtract, toText, ZERO, type Ratio } from '../money/ratio.js';
import { object, optional } from '../schema/object.js';
import { warnsBelow } from '../schema/ordering.js';
import { decimal } from '../schema/scalars.js';
import { deny, floor, type Figures, type Finding } from './finding.js';
import { definePolicy } from './policy-type.js';
import { say, type Wording } from '../words/wording.js';

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

type Action = 'borrow' | 'withdraw';
type Advice = 'LOAN_PASSES' | 'LOAN_IS_QUICK';

/** The largest amount with which debt stays within this share of the collateral; undefined where there is none. */
function roomFor(action: Action, { debt, collateral }: Position, share: Ratio): Ratio | undefined {
  const most = multiply(share, collateral);
  if (!isAbove(most, debt)) return undefined;
  if (action === 'borrow') return subtract(most, debt);
  return subtract(collateral, { num: debt.num * share.den, den: debt.den * share.num });
}

/** Whole micro-dollars, rounded down: what is suggested must pass. */
function usdText({ num, den }: Ratio): string {
  return toText({ num: (num * 1_000_000n) / den, den: 1_000_000n });
}

function advice(words: Advice, action: Action, before: Position, share: Ratio): { readonly suggestion?: Wording } {
  const room = roomFor(action, before, share);
  return room === undefined ? {} : { suggestion: say(words, { action, amount: usdText(room) }) };
}

interface Step {
  readonly action: Action;
  readonly before: Position;
  readonly after: Position;
  readonly at: ActionPart['at'];
}

function denyLtv(
  limit: LtvLimit,
  at: ActionPart['at'],
  because: Wording,
  more: Figures & { readonly suggestion?: Wording } = {},
) {
  return deny('LENDING_LTV_LIMIT_VIOLATION', because, { field: 'maxLtv', limit: limit.maxText, ...at, ...more });
}

function judgeStep(limit: LtvLimit, { action, before, after: { debt, collateral }, at }: Step): readonly Finding[] {
  if (isZero(debt)) return [];
  const smaller = advice('LOAN_PASSES', action, before, limit.max);
  if (isZero(collateral)) return [denyLtv(limit, at, say('DEBT_WITHOUT_COLLATERAL', {}), smaller)];
  if (isAbove(debt, multiply(limit.max, collateral))) {
    const ltv = toText({ num: debt.num * collateral.den, den: debt.den * collateral.num });
    const because = say('LTV_TOO_HIGH', { actual: ltv, limit: limit.maxText });
    return [denyLtv(limit, at, because, { ...smaller, actual: ltv })];
  }
  if (limit.warning === undefined || !isAbove(debt, multiply(limit.warning, collateral))) return [];
  const figures = { field: 'warningLtv', limit: limit.warningText, ...at };
  return [floor('DELAY', { ...figures, ...advice('LOAN_IS_QUICK', action, before, limit.warning) })];
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
  for (const { part, at } of actionPartsOf(subject.request)) {
    const lending = part.lending;
    if (lending?.action !== 'borrow' && lending?.action !== 'withdraw') continue;
    const amount = lending.amountUsd === undefined ? undefined : parseDecimal(lending.amountUsd);
    if (position === undefined || amount === undefined) {
      findings.push(denyLtv(limit, at, say('LENDING_UNKNOWN', {})));
      continue;
    }
    // Steps of a batch build on each other; what supply and repay would improve is not counted before it is real.
    const after = move(lending.action, position, amount);
    findings.push(...judgeStep(limit, { action: lending.action, before: position, after, at }));
    position = after;
  }
  return findings;
}

export const lendingLtvLimit = definePolicy({
  type: 'LENDING_LTV_LIMIT',
  label: 'Loan to value',
  description:
    'Refuses to borrow or withdraw where debt over collateral would exceed maxLtv or is unknown; above warningLtv the request waits.',
  effect: 'limit',
  appliesTo: ['CONTRACT_CALL', 'BATCH', 'EXTERNAL_ACTION'],
  schema: object({ maxLtv: decimal({ max: 1 }), warningLtv: optional(decimal({ max: 1 })) }, (rules, place) =>
    warnsBelow(rules, { warning: 'warningLtv', max: 'maxLtv' }, place),
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
