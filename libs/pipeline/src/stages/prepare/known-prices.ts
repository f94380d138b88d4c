import { networkOf, type NetworkName, type PricePort, type PriceQuote } from '@waiaas/core';
import type { LedgerPort } from '../../ports/ledger.port.js';

/** A price as it was known when the request was judged. */
export interface KnownPrice {
  readonly network: NetworkName;
  readonly asset: string;
  readonly quote: PriceQuote;
}

interface PriceSources {
  readonly prices: PricePort;
  readonly ledger: LedgerPort;
}

/** Prices of the coin, of the tokens a request has to do with, and of what the wallet's ledger holds without a value. */
export async function knownPrices(
  { prices, ledger }: PriceSources,
  { walletId, network }: { readonly walletId: string; readonly network: NetworkName },
  tokens: readonly string[],
): Promise<readonly KnownPrice[]> {
  const wanted = new Map<string, { network: NetworkName; asset: string }>();
  const want = (on: NetworkName, asset: string): void => void wanted.set(`${on} ${asset}`, { network: on, asset });
  want(network, 'native');
  for (const token of tokens) want(network, token);
  for (const entry of await ledger.unvaluedAssets(walletId)) want(entry.network, entry.asset);
  const assets = [...wanted.values()];
  const quotes = await prices.quotes(assets.map((one) => ({ network: networkOf(one.network), asset: one.asset })));
  return assets.flatMap((entry, index) => {
    const quote = quotes[index];
    return quote === undefined ? [] : [{ ...entry, quote }];
  });
}
