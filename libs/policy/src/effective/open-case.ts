import type { Facts } from '../facts.js';
import type { PolicyRequest } from '../request.js';
import { NATIVE, nativeDecimals } from '../value/asset.js';
import { billOf, valueOfBill, type Outflow } from '../value/bill.js';
import { outflowsOf } from '../value/outflows.js';
import { withRequestedTokens } from '../value/requested-tokens.js';
import { isValueMoving } from '../value/value-moving.js';
import type { Case, EffectiveRules } from './case.js';
import { operationsOf } from '../operations/operations-of.js';

function feeOutflow({ fee }: Facts, { chain, network }: PolicyRequest): readonly Outflow[] {
  if (fee === undefined) return [];
  return [{ kind: 'asset', ref: { chain, network, asset: NATIVE }, amount: fee.amount, decimals: nativeDecimals(chain) }];
}

/** Decodes a request once, sums what it spends and values it. */
export function openCase(effective: EffectiveRules, given: Facts, request: PolicyRequest): Case {
  const facts = withRequestedTokens(given, request);
  const operations = operationsOf(request, facts);
  const opened = { request, facts, operations, effective };
  const outflows = outflowsOf(opened);
  const fees = feeOutflow(facts, request);
  const bill = billOf(outflows);
  const value = valueOfBill(facts, bill);
  const billWithFee = fees.length === 0 ? bill : billOf([...outflows, ...fees]);
  const valueWithFee = fees.length === 0 ? value : valueOfBill(facts, billWithFee);
  return { ...opened, isValueMoving: isValueMoving(opened), bill, value, billWithFee, valueWithFee };
}
