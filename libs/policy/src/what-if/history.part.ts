import type { HistoryRow } from '../facts.js';
import { parseDecimal } from '../money/decimal.js';
import { toUsdAttos } from '../money/ratio.js';
import { chain } from '../schema/entries.js';
import { object, optional } from '../schema/object.js';
import { network, text } from '../schema/scalars.js';
import { inside, type Schema } from '../schema/schema.js';
import { assetOn, baseUnits, chainOfPlace, instant, mapped, money, sequence } from './readers.js';

const MAX_ROWS = 10_000;

const row = object({
  type: text(1, 64),
  status: text(1, 64),
  at: instant(),
  chain: optional(chain()),
  network: optional(network()),
  asset: optional(text(1, 64)),
  amount: optional(baseUnits()),
  usd: optional(money()),
  walletId: optional(text(1, 128)),
  category: optional(text(1, 64)),
  domain: optional(text(1, 255)),
  sessionId: optional(text(1, 128)),
});

const historyRow = mapped(row, ({ usd, asset, ...rest }, place): HistoryRow | undefined => {
  const own = chainOfPlace(rest, place);
  const canonical = asset === undefined ? undefined : assetOn(own, asset, inside(place, 'asset'));
  const value = usd === undefined ? undefined : parseDecimal(usd);
  return {
    ...rest,
    ...(own === undefined ? {} : { chain: own }),
    ...(canonical === undefined ? {} : { asset: canonical }),
    ...(value === undefined ? {} : { usdAttos: toUsdAttos(value) }),
  };
});

/** Rows of the ledger as a what-if tells them. */
export function historyPart(): Schema<readonly HistoryRow[]> {
  return sequence(historyRow, MAX_ROWS);
}
