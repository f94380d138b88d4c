/** Policy routes (api.md §11). Times are Unix seconds. */
export interface CreatePolicyRequest {
  /** Absent: global. */
  walletId?: string;
  type: string;
  rules: Record<string, unknown>;
  priority?: number;
  enabled?: boolean;
  /** Absent: every network. */
  network?: string;
}

export interface UpdatePolicyRequest {
  rules?: Record<string, unknown>;
  priority?: number;
  enabled?: boolean;
  /** Refused with VERSION_CONFLICT when the policy has another version by now. */
  expectedVersion?: number;
}

export interface RollbackPolicyRequest {
  version: number;
  /** Refused with VERSION_CONFLICT when the policy has another version by now. */
  expectedVersion?: number;
}

export interface PolicyItem {
  id: string;
  walletId: string | null;
  type: string;
  rules: Record<string, unknown>;
  priority: number;
  enabled: boolean;
  network: string | null;
  createdAt: number;
  updatedAt: number;
  version: number;
}

/** An address of the rules that is a contract on some networks and none on others where the policy applies. */
export interface PolicyWarning {
  code: 'ADDRESS_NOT_EVERYWHERE';
  /** Where in the body the address stands. */
  path: string;
  address: string;
  codeOn: string[];
  noCodeOn: string[];
}

/** What a save answers: the policy, and what is odd about it. */
export interface SavedPolicyResponse extends PolicyItem {
  /** Absent where there is nothing to warn of, and for networks that did not answer. */
  warnings?: PolicyWarning[];
}

export interface PolicyListResponse {
  data: PolicyItem[];
  total: number;
  limit: number;
  offset: number;
}

export interface DeletePolicyResponse {
  id: string;
  deleted: true;
}

export type PolicyChange = 'created' | 'updated' | 'deleted' | 'rolled_back';

export interface PolicyVersionItem {
  version: number;
  rules: Record<string, unknown>;
  priority: number;
  enabled: boolean;
  changedAt: number;
  changedBy: string;
  change: PolicyChange;
}

export interface PolicyVersionsResponse {
  data: PolicyVersionItem[];
}

export interface PolicyTypeItem {
  type: string;
  label: string;
  description: string;
  effect: 'deny' | 'tier' | 'limit';
  defaultDeny: boolean;
  appliesTo: string[];
  /** JSON Schema 2020-12 of `rules`. */
  schema: Record<string, unknown>;
  example: unknown;
}

export interface PolicyTypesResponse {
  types: PolicyTypeItem[];
}

/** A what-if (policies.md §11). Left-out parts are the live ones of a stored wallet; every part is judged by the engine itself. */
export interface EvaluatePolicyRequest {
  walletId?: unknown;
  policies?: unknown;
  history?: unknown;
  now?: unknown;
  prices?: unknown;
  context?: unknown;
  settings?: unknown;
  ownerState?: unknown;
  session?: unknown;
  request: unknown;
}

export interface PolicyMatchItem {
  policyId: string | null;
  version: number | null;
  type: string;
  outcome: 'deny' | 'floor' | 'pass' | 'shadowed';
  code: string | null;
  tier: string | null;
  field: string | null;
  limit: string | null;
  actual: string | null;
  operation: string | null;
}

/**
 * A sentence of the engine before any language: what it says by a code, and the values its places are filled with. `reason` and
 * `suggestion` are the same in English.
 */
export interface WordingItem {
  code: string;
  values: Record<string, string>;
}

/** The verdict as every route shows it. What does not apply is null. */
export interface PolicyVerdict {
  allowed: boolean;
  tier: string | null;
  denyCode: string | null;
  reason: string | null;
  delaySeconds: number | null;
  approvalTimeoutSeconds: number | null;
  approvalReason: string | null;
  warnings: { code: string; period?: string }[];
  matched: PolicyMatchItem[];
  suggestion: string | null;
  reasonWords: WordingItem | null;
  suggestionWords: readonly WordingItem[];
}
