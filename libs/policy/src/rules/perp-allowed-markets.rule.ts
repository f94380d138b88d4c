import { actionPartsOf, type ActionPart } from '../effective/request-parts.js';
import type { Case } from '../effective/case.js';
import { name } from '../schema/entries.js';
import { list } from '../schema/list.js';
import { object, optional } from '../schema/object.js';
import { text } from '../schema/scalars.js';
import { deny, type Denial } from './finding.js';
import { definePolicy } from './policy-type.js';
import { say } from '../words/wording.js';

const entry = object({ market: text(1, 100), name: optional(name()) });

/** Every perp action takes on risk but closing. */
function riskTaking({ request }: Case): readonly ActionPart[] {
  return actionPartsOf(request).filter(({ part }) => part.perp !== undefined && part.perp.action !== 'close_position');
}

function denyMarket(code: string, words: 'MARKET_NOT_LISTED' | 'MARKET_NEEDS_POLICY', { part, at }: ActionPart): Denial {
  const market = part.perp?.market;
  return deny(code, say(words, { market: market ?? '(none)' }), {
    ...at,
    ...(market === undefined ? {} : { suggestion: say('ASK_LISTING', { value: market, policy: 'PERP_ALLOWED_MARKETS' }) }),
  });
}

export const perpAllowedMarkets = definePolicy({
  type: 'PERP_ALLOWED_MARKETS',
  label: 'Allowed perpetual markets',
  description:
    'Perpetual orders only in these markets; closing a position is always possible. Without the policy every other order is refused.',
  effect: 'deny',
  appliesTo: ['CONTRACT_CALL', 'BATCH', 'EXTERNAL_ACTION'],
  schema: object({ markets: list(entry, { key: (one) => one.market.toLowerCase() }) }),
  example: { markets: [{ market: 'SOL-PERP' }] },
  prepare: (rules) => new Set(rules.markets.map((one) => one.market.toLowerCase())),
  judge: (markets, subject) =>
    riskTaking(subject)
      .filter(({ part }) => !markets.has(part.perp?.market?.toLowerCase() ?? ''))
      .map((part) => ({ ...denyMarket('PERP_ALLOWED_MARKETS_VIOLATION', 'MARKET_NOT_LISTED', part), field: 'markets' })),
  absent: (subject) =>
    riskTaking(subject).map((part) => denyMarket('PERP_ALLOWED_MARKETS_REQUIRED', 'MARKET_NEEDS_POLICY', part)),
});
