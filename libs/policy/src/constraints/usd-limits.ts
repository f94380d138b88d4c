import type { Case } from '../effective/case.js';
import type { Operation } from '../operations/operation.js';
import type { Constraints } from '../facts.js';
import { parseDecimal } from '../money/decimal.js';
import { add, isAbove, toText, ZERO, type Ratio } from '../money/ratio.js';
import type { Denial } from '../rules/finding.js';
import { isEmptyBill } from '../value/bill.js';
import { DAY_SECONDS } from '../windows/row.js';
import { spentInWindow } from '../windows/spent.js';
import { violated } from './violated.js';
import { say } from '../words/wording.js';

type UsdField = 'maxUsdPerTx' | 'dailyUsd';

const ALWAYS_UNMEASURED: ReadonlySet<Operation['kind']> = new Set(['NFT_TRANSFER', 'SIGN_MESSAGE']);

/** What has no value that a limit in USD could hold: NFTs, messages, whatever nobody can read, and allowances without end. */
function isUnmeasured({ kind, isOpaque, isUnlimited }: Operation): boolean {
  return isOpaque || isUnlimited || ALWAYS_UNMEASURED.has(kind);
}

function refuseUnmeasured(field: UsdField, limit: string, { operations }: Case): readonly Denial[] {
  return operations
    .filter(isUnmeasured)
    .map(({ kind, path }) => violated(say('SESSION_UNMEASURED', { kind }), { field, limit, operation: path }));
}

/** What the session has spent in the last day; nothing where a single request is looked at. */
function spentBefore(field: UsdField, { facts, request }: Case): Ratio {
  if (field === 'maxUsdPerTx') return ZERO;
  const sessionId = facts.session?.id;
  // A session without an id cannot be told from others: every row counts.
  const selection = sessionId === undefined ? {} : { sessionId };
  return spentInWindow(facts, { windowSeconds: DAY_SECONDS, here: request, ...selection }).usd;
}

function judgeLimit(field: UsdField, written: string | undefined, subject: Case): readonly Denial[] {
  if (written === undefined) return [];
  const unmeasured = refuseUnmeasured(field, written, subject);
  if (isEmptyBill(subject.billWithFee)) return unmeasured;
  const value = subject.valueWithFee;
  if (!value.isComplete) return [...unmeasured, violated(say('SESSION_VALUE_UNKNOWN', {}), { field, limit: written })];
  const limit = parseDecimal(written);
  const total = add(spentBefore(field, subject), value.knownUsd);
  if (limit !== undefined && !isAbove(total, limit)) return unmeasured;
  const actual = toText(total);
  return [...unmeasured, violated(say('SESSION_USD', { actual, limit: written }), { field, limit: written, actual })];
}

/** The session's own limits in USD: on one request, and on its last 24 hours. The largest fee counts. */
export function judgeUsdLimits({ maxUsdPerTx, dailyUsd }: Constraints, subject: Case): readonly Denial[] {
  return [...judgeLimit('maxUsdPerTx', maxUsdPerTx, subject), ...judgeLimit('dailyUsd', dailyUsd, subject)];
}
