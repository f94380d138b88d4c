/** Rules that stop a wallet by themselves (api.md §12). */
export type AutoStopRuleId = 'consecutive_failures' | 'unusual_activity' | 'unusual_hours' | 'near_limit' | 'idle_timeout';

export interface AutoStopRule {
  id: AutoStopRuleId;
  label: string;
  description: string;
  enabled: boolean;
  /** The figures of the rule, by name. */
  config: Record<string, number | string>;
}

export interface AutoStopRulesResponse {
  rules: AutoStopRule[];
}

export interface UpdateAutoStopRuleRequest {
  enabled?: boolean;
  /** Figures left out stay as they are. */
  config?: Record<string, unknown>;
}
