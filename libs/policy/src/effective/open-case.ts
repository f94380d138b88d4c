import type { Facts } from '../facts.js';
import type { PolicyRequest } from '../request.js';
import { NATIVE, nativeDecimals } from '../value/asset.js';
import { billOf, type Outflow } from '../value/bill.js';
import { outflowsOf } from '../value/outflows.js';
import { isValueMoving } from '../value/value-moving.js';
import type { Case, EffectiveRules } from './case.js';
import { operationsOf } from '../operations/operations-of.js';

function feeOutflow({ fee }: Facts, { chain, network }: PolicyRequest): readonly Outflow[] {
  if (fee === undefined) return [];
  return [{ kind: 'asset', ref: { chain, network, asset: NATIVE }, amount: fee.amount, decimals: nativeDecimals(chain) }];
}

/** Decodes a request once and sums what it spends. */
export function openCase(effective: EffectiveRules, facts: Facts, request: PolicyRequest): Case {
  const operations = operationsOf(request, facts);
  const opened = { request, facts, operations, effective };
  const outflows = outflowsOf(opened);
  return {
    ...opened,
    isValueMoving: isValueMoving(opened),
    bill: billOf(outflows),
    billWithFee: billOf([...outflows, ...feeOutflow(facts, request)]),
  };
}
