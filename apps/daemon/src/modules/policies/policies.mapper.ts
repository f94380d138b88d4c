import type { PolicyItem, PolicyVersionItem, PolicyWarning, SavedPolicyResponse } from '@waiaas/api-types';
import type { StoredPolicy, StoredPolicyVersion } from './policies.repository.js';

export function toPolicyItem(policy: StoredPolicy): PolicyItem {
  return {
    id: policy.id,
    walletId: policy.walletId,
    type: policy.type,
    rules: policy.rules as Record<string, unknown>,
    priority: policy.priority,
    enabled: policy.enabled,
    network: policy.network,
    createdAt: policy.createdAt,
    updatedAt: policy.updatedAt,
    version: policy.version,
  };
}

/** Without the member where there is nothing to warn of. */
export function toSavedPolicy(policy: StoredPolicy, warnings: PolicyWarning[]): SavedPolicyResponse {
  return { ...toPolicyItem(policy), ...(warnings.length === 0 ? {} : { warnings }) };
}

export function toPolicyVersionItem(version: StoredPolicyVersion): PolicyVersionItem {
  return {
    version: version.version,
    rules: version.rules as Record<string, unknown>,
    priority: version.priority,
    enabled: version.enabled,
    changedAt: version.changedAt,
    changedBy: version.changedBy,
    change: version.change,
  };
}
