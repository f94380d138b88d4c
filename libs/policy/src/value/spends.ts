import { canonicalAddress } from '@waiaas/core';
import type { Spend } from '../decision.js';
import type { Facts } from '../facts.js';
import { isZero, toUsdMicros } from '../money/ratio.js';
import { valueOfLine, type Bill } from './bill.js';

interface Place {
  readonly chain: Spend['chain'];
  readonly network?: string;
}

/** What the ledger writes: one entry per asset, and one without an asset for a value that has none. */
export function spendsOf(facts: Facts, bill: Bill, { chain, network }: Place): readonly Spend[] {
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
