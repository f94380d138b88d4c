import type { AuditEventType } from '@waiaas/api-types';

/** Facts a notice can state, each on a line of its own behind its label. */
export const FACT_NAMES = [
  'wallet',
  'effect',
  'to',
  'network',
  'usd',
  'reason',
  'runsAt',
  'answerBy',
  'owner',
  'takesEffectAt',
  'address',
  'count',
  'format',
  'rule',
  'target',
  'fields',
  'by',
  'at',
] as const;
export type FactName = (typeof FACT_NAMES)[number];

/** One event can mean several things to a person; these have titles of their own. */
export const VARIANTS = ['approval-needed', 'delayed', 'spent', 'test'] as const;
export type Variant = (typeof VARIANTS)[number];

/** Everything a notice says in one language. Values (names, addresses, codes) are not translated. */
export interface Language {
  readonly titles: Readonly<Record<AuditEventType | Variant, string>>;
  readonly labels: Readonly<Record<FactName, string>>;
  /** What to do, where it is not obvious. */
  readonly advice: Readonly<Partial<Record<AuditEventType | Variant, string>>>;
  readonly several: (count: number) => string;
  readonly more: (count: number) => string;
}
