import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import type { AutoStopRule, AutoStopRulesResponse } from '@waiaas/api-types';
import type { Actor } from '../../common/auth/actor.js';
import { Auth, CurrentActor } from '../../common/auth/auth.decorator.js';
import { AutoStopRules } from './autostop-rules.service.js';
import { UpdateAutoStopRuleDto } from './dto/update-autostop-rule.dto.js';

@Controller('v1/admin/autostop/rules')
export class AutoStopController {
  constructor(private readonly rules: AutoStopRules) {}

  @Get()
  @Auth('master')
  list(): AutoStopRulesResponse {
    return { rules: this.rules.list() };
  }

  @Put(':rule')
  @Auth('master', { stepUp: true })
  async change(
    @Param('rule') rule: string,
    @Body() dto: UpdateAutoStopRuleDto,
    @CurrentActor() actor: Actor,
  ): Promise<AutoStopRule> {
    return this.rules.change(rule, { ...dto }, actor);
  }
}
