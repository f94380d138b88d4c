import type { Promised } from '@waiaas/pipeline';

/** What of a row says how much it holds back. */
export const PROMISE_COLUMNS = { maxFee: true, ledger: { select: { asset: true, amount: true } } } as const;

interface Promising {
  readonly maxFee: string;
  readonly ledger: readonly { readonly asset: string | null; readonly amount: string | null }[];
}

/** Amounts and fee caps of rows, summed per asset. */
export function sumOfPromises(rows: readonly Promising[]): Promised {
  const tokens = new Map<string, bigint>();
  let native = 0n;
  for (const row of rows) {
    native += BigInt(row.maxFee);
    for (const { asset, amount } of row.ledger) {
      if (asset === 'native') native += BigInt(amount ?? '0');
      else if (asset !== null) tokens.set(asset, (tokens.get(asset) ?? 0n) + BigInt(amount ?? '0'));
    }
  }
  return { native, tokens };
}
