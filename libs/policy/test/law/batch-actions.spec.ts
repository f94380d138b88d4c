import { describe } from 'vitest';
import { K, P } from '../verdict.js';
import { allowed, CHEAP, denied, eth, holds, policy } from './row.js';

const batch = (more: object) => ({ type: 'BATCH', network: 'base-mainnet', instructions: [eth(1n, P), eth(1n, P)], ...more });
const lending = (action: string, amountUsd: string) => batch({ lending: { action, asset: K, amountUsd } });
const order = (more: object) => batch({ perp: { action: 'open_position', market: 'SOL-PERP', leverage: '3', ...more } });
const assets = policy('LENDING_ASSET_WHITELIST', { assets: [{ address: K }] });
const ltv = policy('LENDING_LTV_LIMIT', { maxLtv: 0.7, warningLtv: 0.5 });
const position = { context: { lendingPosition: { collateralUsd: '100', debtUsd: '0' } } };
const markets = policy('PERP_ALLOWED_MARKETS', { markets: [{ market: 'SOL-PERP' }] });
const limit = policy('SPENDING_LIMIT', { instant_max_usd: 10, notify_max_usd: 100, delay_max_usd: 500 });

describe('what a batch says of itself as a whole', () => {
  holds([
    [
      'an asset that nobody listed is refused',
      { policies: [CHEAP], request: lending('supply', '5') },
      denied('LENDING_ASSET_WHITELIST_REQUIRED'),
    ],
    ['what it supplies is spent', { policies: [limit, assets], request: lending('supply', '50') }, allowed('NOTIFY')],
    ['what it repays is spent', { policies: [limit], request: lending('repay', '101') }, allowed('DELAY')],
    [
      'a loan is held against the collateral',
      { ...position, policies: [CHEAP, assets, ltv], request: lending('borrow', '70.01') },
      denied('LENDING_LTV_LIMIT_VIOLATION'),
    ],
    [
      'a loan beyond the warning waits',
      { ...position, policies: [CHEAP, assets, ltv], request: lending('borrow', '70') },
      allowed('DELAY'),
    ],
    [
      'an order in a market that nobody listed is refused',
      { policies: [CHEAP], request: order({}) },
      denied('PERP_ALLOWED_MARKETS_REQUIRED'),
    ],
    [
      'leverage is limited',
      { policies: [CHEAP, markets, policy('PERP_MAX_LEVERAGE', { maxLeverage: 2 })], request: order({}) },
      denied('PERP_MAX_LEVERAGE_VIOLATION'),
    ],
    [
      'a size that is not said is refused',
      { policies: [CHEAP, markets, policy('PERP_MAX_POSITION_USD', { maxPositionUsd: 2 })], request: order({}) },
      denied('PERP_MAX_POSITION_USD_VIOLATION'),
    ],
  ]);
});
