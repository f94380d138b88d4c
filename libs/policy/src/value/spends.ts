import { canonicalAddress } from '@waiaas/core';
import type { Spend } from '../decision.js';
import type { Facts } from '../facts.js';
import { isZero, toUsdMicros } from '../money/ratio.js';
import { NATIVE, nativeDecimals } from './asset.js';
import { valueOfLine, type Bill } from './bill.js';

interface Place {
  readonly chain: Spend['chain'];
  readonly network?: string | undefined;
}

/** The largest fee of the bytes, in a line of its own: it counts in other sums than what is moved. */
function feeSpends(facts: Facts, { chain, network }: Place): readonly Spend[] {
  const amount = facts.fee?.amount ?? 0n;
  if (amount === 0n) return [];
  const ref = { chain, network, asset: NATIVE };
  const { usd } = valueOfLine(facts, { ref, amount, isAmountKnown: true, decimals: nativeDecimals(chain) });
  return [
    {
      chain,
      network: network ?? null,
      asset: NATIVE,
      amount,
      usdMicros: usd === undefined ? null : toUsdMicros(usd),
      isFee: true,
    },
  ];
}

/** What the ledger writes: one entry per asset, one without an asset for a value that has none, and one for the fee. */
export function spendsOf(facts: Facts, bill: Bill, place: Place): readonly Spend[] {
  return [...movedBy(facts, bill, place), ...feeSpends(facts, place)];
}

function movedBy(facts: Facts, bill: Bill, { chain, network }: Place): readonly Spend[] {
  const assets = bill.lines.map((line): Spend => {
    const { usd } = valueOfLine(facts, line);
    return {
      chain: line.ref.chain,
      network: line.ref.network ?? null,
      // A request may write an address in any case; what is stored is canonical.
      asset: canonicalAddress(line.ref.chain, line.ref.asset) ?? line.ref.asset,
      amount: line.isAmountKnown ? line.amount : null,
      usdMicros: usd === undefined ? null : toUsdMicros(usd),
    };
  });
  if (bill.isNotionalKnown && isZero(bill.notionalUsd)) return assets;
  const usdMicros = bill.isNotionalKnown ? toUsdMicros(bill.notionalUsd) : null;
  return [...assets, { chain, network: network ?? null, asset: null, amount: null, usdMicros }];
}
