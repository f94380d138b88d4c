import { decimalText, readDecimal } from '../money/decimal.js';
import { ZERO } from '../money/ratio.js';
import { object, optional } from '../schema/object.js';
import { warnsBelow } from '../schema/ordering.js';
import { decimal } from '../schema/scalars.js';
import { judgePerpLimit, type PerpWords } from './perp-limits.js';
import { definePolicy } from './policy-type.js';
import { say } from '../words/wording.js';

const WORDS: PerpWords = {
  notNamed: () => say('LEVERAGE_NOT_NAMED', {}),
  tooMuch: (actual, limit) => say('LEVERAGE_TOO_HIGH', { actual, limit }),
  passes: (amount) => say('LEVERAGE_PASSES', { amount }),
  isQuick: (amount) => say('LEVERAGE_IS_QUICK', { amount }),
};

export const perpMaxLeverage = definePolicy({
  type: 'PERP_MAX_LEVERAGE',
  label: 'Maximum leverage',
  description:
    'Refuses to open or modify a position above maxLeverage or without a leverage; above warningLeverage the order waits.',
  effect: 'limit',
  appliesTo: ['CONTRACT_CALL', 'BATCH', 'EXTERNAL_ACTION'],
  schema: object({ maxLeverage: decimal({ positive: true }), warningLeverage: optional(decimal()) }, (rules, place) =>
    warnsBelow(rules, { warning: 'warningLeverage', max: 'maxLeverage' }, place),
  ),
  example: { maxLeverage: 4, warningLeverage: 3 },
  prepare: (rules) => ({
    code: 'PERP_MAX_LEVERAGE_VIOLATION',
    figure: (perp: { readonly leverage?: string }) => perp.leverage,
    words: WORDS,
    max: readDecimal(rules.maxLeverage) ?? ZERO,
    maxText: decimalText(rules.maxLeverage) ?? '',
    maxField: 'maxLeverage',
    warning: readDecimal(rules.warningLeverage),
    warningText: decimalText(rules.warningLeverage),
    warningField: 'warningLeverage',
  }),
  judge: judgePerpLimit,
});
