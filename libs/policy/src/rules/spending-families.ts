import type { Tier } from '@waiaas/core';
import { decimalText } from '../money/decimal.js';
import { isAbove, ZERO, type Ratio } from '../money/ratio.js';

/** One threshold of a family, with its name in the rules. */
interface Threshold {
  readonly field: string;
  readonly text: string;
  readonly value: Ratio;
}

/** Three ascending thresholds. A missing `instant` is 0, a missing higher one equals the lower. */
export interface Family {
  readonly instant: Threshold;
  readonly notify: Threshold;
  readonly delay: Threshold;
}

export interface FamilyVerdict {
  readonly tier: Tier;
  /** The highest threshold that was exceeded; undefined for INSTANT. */
  readonly exceeded: Threshold | undefined;
}

type Read = (written: string | number) => Ratio | undefined;

export interface FamilyRules {
  readonly instant: string | number | undefined;
  readonly notify: string | number | undefined;
  readonly delay: string | number | undefined;
}

/** The family of three rule members; undefined where none of them is given. */
export function familyOf(rules: FamilyRules, nameOf: (step: keyof FamilyRules) => string, read: Read): Family | undefined {
  if (rules.instant === undefined && rules.notify === undefined && rules.delay === undefined) return undefined;
  const threshold = (step: keyof FamilyRules, lower: Threshold | undefined): Threshold => {
    const written = rules[step];
    if (written === undefined) return lower ?? { field: nameOf(step), text: '0', value: ZERO };
    return { field: nameOf(step), text: decimalText(written) ?? '', value: read(written) ?? ZERO };
  };
  const instant = threshold('instant', undefined);
  const notify = threshold('notify', instant);
  return { instant, notify, delay: threshold('delay', notify) };
}

/** The tier a value has in a family. Bounds are inclusive on the mild side. */
export function judgeFamily(family: Family, value: Ratio): FamilyVerdict {
  if (isAbove(value, family.delay.value)) return { tier: 'APPROVAL', exceeded: family.delay };
  if (isAbove(value, family.notify.value)) return { tier: 'DELAY', exceeded: family.notify };
  if (isAbove(value, family.instant.value)) return { tier: 'NOTIFY', exceeded: family.instant };
  return { tier: 'INSTANT', exceeded: undefined };
}
