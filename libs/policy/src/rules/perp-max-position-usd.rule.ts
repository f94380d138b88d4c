import { decimalText, readDecimal } from '../money/decimal.js';
import { ZERO } from '../money/ratio.js';
import { object, optional } from '../schema/object.js';
import { warnsBelow } from '../schema/ordering.js';
import { decimal } from '../schema/scalars.js';
import { judgePerpLimit, type PerpWords } from './perp-limits.js';
import { definePolicy } from './policy-type.js';
import { say } from '../words/wording.js';

const WORDS: PerpWords = {
  notNamed: () => say('POSITION_NOT_NAMED', {}),
  tooMuch: (actual, limit) => say('POSITION_TOO_LARGE', { actual, limit }),
  passes: (amount) => say('POSITION_PASSES', { amount }),
  isQuick: (amount) => say('POSITION_IS_QUICK', { amount }),
};

export const perpMaxPositionUsd = definePolicy({
  type: 'PERP_MAX_POSITION_USD',
  label: 'Maximum position size',
  description:
    'Refuses a position above maxPositionUsd after the order, or of unknown size; above warningPositionUsd the order waits.',
  effect: 'limit',
  appliesTo: ['CONTRACT_CALL', 'BATCH', 'EXTERNAL_ACTION'],
  schema: object({ maxPositionUsd: decimal({ positive: true }), warningPositionUsd: optional(decimal()) }, (rules, place) =>
    warnsBelow(rules, { warning: 'warningPositionUsd', max: 'maxPositionUsd' }, place),
  ),
  example: { maxPositionUsd: 8000, warningPositionUsd: 6000 },
  prepare: (rules) => ({
    code: 'PERP_MAX_POSITION_USD_VIOLATION',
    figure: (perp: { readonly sizeUsd?: string }) => perp.sizeUsd,
    words: WORDS,
    max: readDecimal(rules.maxPositionUsd) ?? ZERO,
    maxText: decimalText(rules.maxPositionUsd) ?? '',
    maxField: 'maxPositionUsd',
    warning: readDecimal(rules.warningPositionUsd),
    warningText: decimalText(rules.warningPositionUsd),
    warningField: 'warningPositionUsd',
  }),
  judge: judgePerpLimit,
});
