import { safeText } from './safe-text';

const NAMES: Readonly<Record<string, string>> = { coingecko: 'CoinGecko', pyth: 'Pyth', chainlink: 'Chainlink' };

/** As the service calls itself; one that is newer than this page by its code. */
export function priceSourceName(source: string): string {
  return Object.hasOwn(NAMES, source) ? (NAMES[source] ?? '') : safeText(source, 60);
}
