import { actionCategoryLimit } from './action-category-limit.rule.js';
import { allowedNetworks } from './allowed-networks.rule.js';
import { allowedTokens } from './allowed-tokens.rule.js';
import { approveAmountLimit } from './approve-amount-limit.rule.js';
import { approveTierOverride } from './approve-tier-override.rule.js';
import { approvedSpenders } from './approved-spenders.rule.js';
import { contractWhitelist } from './contract-whitelist.rule.js';
import { erc8128AllowedDomains } from './erc8128-allowed-domains.rule.js';
import { lendingAssetWhitelist } from './lending-asset-whitelist.rule.js';
import { lendingLtvLimit } from './lending-ltv-limit.rule.js';
import { methodWhitelist } from './method-whitelist.rule.js';
import { perpAllowedMarkets } from './perp-allowed-markets.rule.js';
import { perpMaxLeverage } from './perp-max-leverage.rule.js';
import { perpMaxPositionUsd } from './perp-max-position-usd.rule.js';
import type { PolicyType, PolicyTypeInfo } from './policy-type.js';
import { rateLimit } from './rate-limit.rule.js';
import { reputationThreshold } from './reputation-threshold.rule.js';
import { spendingLimit } from './spending-limit.rule.js';
import { timeRestriction } from './time-restriction.rule.js';
import { venueWhitelist } from './venue-whitelist.rule.js';
import { whitelist } from './whitelist.rule.js';
import { x402AllowedDomains } from './x402-allowed-domains.rule.js';

/** Every policy type in the order denials are reported in. The order is part of the contract. */
export const POLICY_TYPES: readonly PolicyType[] = [
  timeRestriction,
  rateLimit,
  allowedNetworks,
  whitelist,
  x402AllowedDomains,
  erc8128AllowedDomains,
  allowedTokens,
  contractWhitelist,
  methodWhitelist,
  approvedSpenders,
  approveAmountLimit,
  lendingAssetWhitelist,
  lendingLtvLimit,
  perpAllowedMarkets,
  perpMaxLeverage,
  perpMaxPositionUsd,
  venueWhitelist,
  spendingLimit,
  approveTierOverride,
  reputationThreshold,
  actionCategoryLimit,
];

const BY_NAME: ReadonlyMap<string, PolicyType> = new Map(POLICY_TYPES.map((type) => [type.info.type, type]));

export function policyTypeOf(name: string): PolicyType | undefined {
  return BY_NAME.get(name);
}

/** What every policy type is, accepts and refuses, for GET /v1/policies/types. */
export function policyTypes(): readonly PolicyTypeInfo[] {
  return POLICY_TYPES.map((type) => type.info);
}
