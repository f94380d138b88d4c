import type { AutoStopRuleId } from '@waiaas/api-types';
import type { SettingKey } from '../../config/settings-registry.js';

export interface CataloguedRule {
  readonly id: AutoStopRuleId;
  readonly label: string;
  readonly description: string;
  readonly enabled: SettingKey;
  /** The setting of each figure, by the name the API has for it. */
  readonly config: Readonly<Record<string, SettingKey>>;
}

/** Every rule there is, in the order they are judged. A rule is its settings; nothing else is stored of it. */
export const RULE_CATALOGUE: readonly CataloguedRule[] = [
  {
    id: 'consecutive_failures',
    label: 'Consecutive failures',
    description: 'Payments that fail one after the other: something is broken, or somebody tries what the chain refuses.',
    enabled: 'autostop.consecutive_failures_enabled',
    config: { threshold: 'autostop.consecutive_failures_threshold' },
  },
  {
    id: 'unusual_activity',
    label: 'Unusual activity',
    description: 'More requests within a window than the wallet is meant for: a loop that ran away, or a thief in a hurry.',
    enabled: 'autostop.unusual_activity_enabled',
    config: {
      threshold: 'autostop.unusual_activity_threshold',
      windowSeconds: 'autostop.unusual_activity_window_seconds',
    },
  },
  {
    id: 'unusual_hours',
    label: 'Unusual hours',
    description: 'A request at hours at which nobody is meant to ask for anything.',
    enabled: 'autostop.unusual_hours_enabled',
    config: {
      from: 'autostop.unusual_hours_from',
      to: 'autostop.unusual_hours_to',
      timeZone: 'autostop.unusual_hours_time_zone',
    },
  },
  {
    id: 'near_limit',
    label: 'Near a limit',
    description: 'Several requests just below or just above a limit for one request: somebody looks for its edge.',
    enabled: 'autostop.near_limit_enabled',
    config: {
      percent: 'autostop.near_limit_percent',
      threshold: 'autostop.near_limit_threshold',
      windowSeconds: 'autostop.near_limit_window_seconds',
    },
  },
  {
    id: 'idle_timeout',
    label: 'Idle',
    description: 'A wallet with a session that nobody used for long: a forgotten token spends nothing.',
    enabled: 'autostop.idle_timeout_enabled',
    config: { seconds: 'autostop.idle_timeout_seconds' },
  },
];
