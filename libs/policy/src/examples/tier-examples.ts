import { DENYING_EXAMPLES } from './denying-examples.js';
import { approve, GENEROUS, pay, P, R, send, type WorkedExample } from './worked-example.js';

const LIMIT = { instant_max_usd: 25, notify_max_usd: 250, delay_max_usd: 2500, delay_seconds: 1200, daily_limit_usd: 3000 };
const AT = 1_784_014_200;
const spent = { type: 'TRANSFER', status: 'CONFIRMED', at: AT - 60, usd: '2990' };
const swap = (notionalUsd: string): object => send({ category: 'swap', notionalUsd });

const TIER_EXAMPLES: readonly WorkedExample[] = [
  {
    type: 'SPENDING_LIMIT',
    rules: LIMIT,
    says: '0.0078125 ETH is $25',
    request: send({ amount: '7812500000000000' }),
    tier: 'INSTANT',
  },
  {
    type: 'SPENDING_LIMIT',
    rules: LIMIT,
    says: 'one wei more tells people',
    request: send({ amount: '7812500000000001' }),
    tier: 'NOTIFY',
  },
  { type: 'SPENDING_LIMIT', rules: LIMIT, says: '0.5 ETH waits', request: send({ amount: '500000000000000000' }), tier: 'DELAY' },
  {
    type: 'SPENDING_LIMIT',
    rules: LIMIT,
    says: '0.8 ETH asks a human',
    request: send({ amount: '800000000000000000' }),
    tier: 'APPROVAL',
  },
  {
    ...{ type: 'SPENDING_LIMIT', rules: LIMIT, says: '$20 after $2990 within 24 h asks a human', request: pay(P, '20000000') },
    ...{ more: { history: [spent] }, tier: 'APPROVAL' },
  },
  {
    ...{ type: 'APPROVE_TIER_OVERRIDE', rules: { tier: 'NOTIFY' }, says: '10 K tells people', request: approve(R, '10000000') },
    tier: 'NOTIFY',
  },
  {
    ...{
      type: 'REPUTATION_THRESHOLD',
      rules: { min_score: 70, below_threshold_tier: 'DELAY' },
      says: '69.5 waits',
      request: send(),
    },
    ...{ more: { context: { reputation: { rated: true, score: 69.5 } } }, tier: 'DELAY' },
  },
  {
    ...{ type: 'ACTION_CATEGORY_LIMIT', rules: { category: 'swap', per_action_limit_usd: 300 }, says: '$300 has no effect' },
    ...{ request: swap('300'), tier: 'INSTANT' },
  },
  {
    ...{ type: 'ACTION_CATEGORY_LIMIT', rules: { category: 'swap', per_action_limit_usd: 300 }, says: '$300.5 waits' },
    ...{ request: swap('300.5'), tier: 'DELAY' },
  },
  {
    ...{ ...GENEROUS, rules: { token_limits: { 'native:ethereum': { instant_max: '1', notify_max: '2', delay_max: '3' } } } },
    ...{ says: 'what no part of it covers asks a human', request: pay(P), tier: 'APPROVAL' },
  },
];

/** Every type at least once with what it refuses or asks for. */
export const WORKED_EXAMPLES: readonly WorkedExample[] = [...DENYING_EXAMPLES, ...TIER_EXAMPLES];
