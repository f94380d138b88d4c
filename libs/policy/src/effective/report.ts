import type { Tier } from '@waiaas/core';
import type { ApprovalReason, Match, Warning } from '../decision.js';
import { higherTier, type Denial, type Finding, type Floor } from '../rules/finding.js';
import type { PolicyRow } from '../policy-set.js';

/** What one policy, default or constraint found. */
export interface Verdict {
  readonly type: string;
  /** Null for a default or a constraint. */
  readonly row: PolicyRow | null;
  readonly findings: readonly Finding[];
  /** Rows in the shadow of those that were looked at: thousands perhaps, and nothing is asked of them. */
  readonly shadowed?: readonly Match[];
}

const REASONS: readonly ApprovalReason[] = ['cumulative_daily', 'cumulative_monthly', 'per_tx', 'unknown_value', 'floor'];

const WARNINGS: readonly Warning[] = [
  { code: 'CUMULATIVE_LIMIT_WARNING', period: 'daily' },
  { code: 'CUMULATIVE_LIMIT_WARNING', period: 'monthly' },
  { code: 'PRICE_AGING' },
  { code: 'PRICE_DISPUTED' },
  { code: 'HISTORY_UNVALUED' },
];

const isDenial = (finding: Finding): finding is Denial => finding.outcome === 'deny';
const isFloor = (finding: Finding): finding is Floor => finding.outcome === 'floor';

export function denialsOf(verdicts: readonly Verdict[]): readonly Denial[] {
  return verdicts.flatMap((verdict) => verdict.findings.filter(isDenial));
}

export function floorsOf(verdicts: readonly Verdict[]): readonly Floor[] {
  return verdicts.flatMap((verdict) => verdict.findings.filter(isFloor));
}

/** The tier of a request that nothing denies: the highest that anything demands. */
export function tierOf(floors: readonly Floor[]): Tier {
  return floors.reduce<Tier>((tier, one) => higherTier(tier, one.tier), 'INSTANT');
}

/** Why a human is asked: the first reason, in the fixed order, among those that demanded it. */
export function approvalReasonOf(floors: readonly Floor[]): ApprovalReason | null {
  const given = new Set(floors.filter((one) => one.tier === 'APPROVAL').map((one) => one.approval));
  return REASONS.find((reason) => given.has(reason)) ?? null;
}

/** Each warning once, in the fixed order. */
export function warningsOf(verdicts: readonly Verdict[]): readonly Warning[] {
  const given = verdicts.flatMap(({ findings }) => findings.flatMap((one) => (one.outcome === 'warning' ? [one.warning] : [])));
  return WARNINGS.filter((known) => given.some((one) => one.code === known.code && one.period === known.period));
}

const NO_FIGURES = { code: null, tier: null, field: null, limit: null, actual: null, operation: null };

/** What a finding adds to a match; what it does not say is null. */
function figuresOf(finding: Denial | Floor): Omit<Match, 'policyId' | 'version' | 'type' | 'outcome'> {
  const { field = null, limit = null, actual = null, operation = null } = finding;
  const outcome = isDenial(finding) ? { code: finding.code, tier: null } : { code: null, tier: finding.tier };
  return { ...outcome, field, limit, actual, operation };
}

function matchOf({ type, row }: Verdict, outcome: Match['outcome'], finding?: Denial | Floor): Match {
  const policy = row === null ? { policyId: null, version: null } : { policyId: row.id, version: row.version };
  return { ...policy, type, outcome, ...(finding === undefined ? NO_FIGURES : figuresOf(finding)) };
}

/** What a result says of a row that another one stands before. */
export function shadowedMatch({ id, version, type }: PolicyRow): Match {
  return { policyId: id, version, type, outcome: 'shadowed', ...NO_FIGURES };
}

/** A policy that found nothing has its `pass`; a default that found nothing did not act. */
function matchesIn(verdict: Verdict): readonly Match[] {
  const found = verdict.findings.filter((one) => isDenial(one) || isFloor(one));
  if (found.length > 0) return found.map((finding) => matchOf(verdict, finding.outcome, finding));
  if (verdict.shadowed !== undefined) return verdict.shadowed;
  return verdict.row === null ? [] : [matchOf(verdict, 'pass')];
}

/** Everything that was looked at. Lists of thousands are joined as wholes, which costs a tenth of going through them. */
export function matchesOf(verdicts: readonly Verdict[]): readonly Match[] {
  return ([] as readonly Match[]).concat(...verdicts.map(matchesIn));
}
