import { partsOf, type RequestPart } from '../effective/request-parts.js';
import type { Case } from '../effective/case.js';
import { name } from '../schema/entries.js';
import { list } from '../schema/list.js';
import { object, optional } from '../schema/object.js';
import { text } from '../schema/scalars.js';
import { deny } from './finding.js';
import { definePolicy } from './policy-type.js';

const entry = object({ market: text(1, 100), name: optional(name()) });

/** Every perp action takes on risk but closing. */
function riskTaking({ request }: Case): readonly RequestPart[] {
  return partsOf(request).filter(({ part }) => part.perp !== undefined && part.perp.action !== 'close_position');
}

export const perpAllowedMarkets = definePolicy({
  type: 'PERP_ALLOWED_MARKETS',
  label: 'Allowed perpetual markets',
  description:
    'Perpetual orders only in these markets; closing a position is always possible. Without the policy every other order is refused.',
  effect: 'deny',
  appliesTo: ['CONTRACT_CALL', 'EXTERNAL_ACTION'],
  schema: object({ markets: list(entry, { key: (one) => one.market.toLowerCase() }) }),
  example: { markets: [{ market: 'SOL-PERP' }] },
  prepare: (rules) => new Set(rules.markets.map((one) => one.market.toLowerCase())),
  judge: (markets, subject) =>
    riskTaking(subject)
      .filter(({ part }) => !markets.has(part.perp?.market?.toLowerCase() ?? ''))
      .map(({ part, path }) =>
        deny('PERP_ALLOWED_MARKETS_VIOLATION', `Market ${part.perp?.market ?? '(none)'} is not in PERP_ALLOWED_MARKETS.`, {
          field: 'markets',
          operation: path,
          ...(part.perp?.market === undefined ? {} : { suggestion: `ask for ${part.perp.market} in PERP_ALLOWED_MARKETS` }),
        }),
      ),
  absent: (subject) =>
    riskTaking(subject).map(({ part, path }) =>
      deny('PERP_ALLOWED_MARKETS_REQUIRED', `Market ${part.perp?.market ?? '(none)'} needs a PERP_ALLOWED_MARKETS policy.`, {
        operation: path,
        ...(part.perp?.market === undefined ? {} : { suggestion: `ask for ${part.perp.market} in PERP_ALLOWED_MARKETS` }),
      }),
    ),
});
