import type { Facts } from '../facts.js';
import type { Operation } from '../operations/operation.js';
import type { PolicyRequest } from '../request.js';
import type { Bill, Valuation } from '../value/bill.js';

/** Looks up the prepared rules in force for a type. */
export interface EffectiveRules {
  preparedOf(type: string): unknown;
}

/** Everything one judgement looks at. */
export interface Case {
  readonly request: PolicyRequest;
  readonly facts: Facts;
  readonly operations: readonly Operation[];
  readonly effective: EffectiveRules;
  readonly isValueMoving: boolean;
  /** What the request spends, and its value. */
  readonly bill: Bill;
  readonly value: Valuation;
  /** The same and the largest fee of the bytes: what counts in the windows. */
  readonly billWithFee: Bill;
  readonly valueWithFee: Valuation;
}
