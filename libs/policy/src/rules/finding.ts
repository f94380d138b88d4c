import type { Tier } from '@waiaas/core';
import type { ApprovalReason, Warning } from '../decision.js';
import type { Wording } from '../words/wording.js';

export const TIERS: readonly Tier[] = ['INSTANT', 'NOTIFY', 'DELAY', 'APPROVAL'];

export function higherTier(a: Tier, b: Tier): Tier {
  return isHigherTier(b, a) ? b : a;
}

export function isHigherTier(a: Tier, b: Tier): boolean {
  return TIERS.indexOf(a) > TIERS.indexOf(b);
}

/** The figures behind a finding; what does not apply is left out. */
export interface Figures {
  readonly field?: string;
  readonly limit?: string;
  readonly actual?: string;
  /** Path of the operation it is about. */
  readonly operation?: string;
}

/** A failed check. `reason` is one sentence with the offending value, before any language. */
export interface Denial extends Figures {
  readonly outcome: 'deny';
  readonly code: string;
  readonly reason: Wording;
  readonly suggestion?: Wording;
}

/** A demanded tier, and for an APPROVAL why a human is asked. */
export interface Floor extends Figures {
  readonly outcome: 'floor';
  readonly tier: Tier;
  readonly approval: ApprovalReason;
  readonly suggestion?: Wording;
  /** The largest amount of the request for which this demand would be milder. */
  readonly most?: bigint | undefined;
}

/** Something people should know that changes nothing. */
export interface Notice {
  readonly outcome: 'warning';
  readonly warning: Warning;
}

export type Finding = Denial | Floor | Notice;

export function deny(code: string, reason: Wording, figures: Figures & { readonly suggestion?: Wording } = {}): Denial {
  return { outcome: 'deny', code, reason, ...figures };
}

export function warn(warning: Warning): Notice {
  return { outcome: 'warning', warning };
}

export function floor(tier: Tier, figures: Figures & Partial<Pick<Floor, 'approval' | 'suggestion' | 'most'>> = {}): Floor {
  return { outcome: 'floor', tier, approval: 'floor', ...figures };
}
