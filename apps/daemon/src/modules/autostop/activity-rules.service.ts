import { Injectable } from '@nestjs/common';
import { ConsecutiveFailuresRule } from './rules/consecutive-failures.rule.js';
import { NearLimitRule } from './rules/near-limit.rule.js';
import type { AutoStopRuleJudge } from './rules/rule.port.js';
import { UnusualActivityRule } from './rules/unusual-activity.rule.js';
import { UnusualHoursRule } from './rules/unusual-hours.rule.js';

/** The rules that judge what was asked of a wallet, in order. */
@Injectable()
export class ActivityRules {
  readonly all: readonly AutoStopRuleJudge[];

  constructor(
    failures: ConsecutiveFailuresRule,
    activity: UnusualActivityRule,
    hours: UnusualHoursRule,
    nearLimit: NearLimitRule,
  ) {
    this.all = [failures, activity, hours, nearLimit];
  }
}
