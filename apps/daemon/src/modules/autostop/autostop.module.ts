import { Module } from '@nestjs/common';
import { PoliciesModule } from '../policies/policies.module.js';
import { RefusalsModule } from '../refusals/refusals.module.js';
import { WalletsModule } from '../wallets/wallets.module.js';
import { ActivityRepository } from './activity.repository.js';
import { ActivityRules } from './activity-rules.service.js';
import { AutoStopController } from './autostop.controller.js';
import { AutoStopRules } from './autostop-rules.service.js';
import { AutoStop } from './autostop.service.js';
import { AutoStopTimer } from './autostop.timer.js';
import { ConsecutiveFailuresRule } from './rules/consecutive-failures.rule.js';
import { IdleRule } from './rules/idle.rule.js';
import { NearLimitRule } from './rules/near-limit.rule.js';
import { UnusualActivityRule } from './rules/unusual-activity.rule.js';
import { UnusualHoursRule } from './rules/unusual-hours.rule.js';

@Module({
  imports: [PoliciesModule, RefusalsModule, WalletsModule],
  controllers: [AutoStopController],
  providers: [
    ActivityRepository,
    ConsecutiveFailuresRule,
    UnusualActivityRule,
    UnusualHoursRule,
    NearLimitRule,
    IdleRule,
    ActivityRules,
    AutoStop,
    AutoStopRules,
    AutoStopTimer,
  ],
})
export class AutoStopModule {}
