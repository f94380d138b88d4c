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
