import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import type { PolicyVerdict } from '@waiaas/api-types';
import type { Actor } from '../../common/auth/actor.js';
import { Auth, CurrentActor } from '../../common/auth/auth.decorator.js';
import { EvaluatePolicyDto } from './dto/evaluate-policy.dto.js';
import { WhatIfService } from './what-if.service.js';

@Controller('v1/policies')
export class EvaluateController {
  constructor(private readonly whatIf: WhatIfService) {}

  @Post('evaluate')
  @HttpCode(200)
  @Auth('master', { bucket: 'analysis' })
  async evaluate(@Body() dto: EvaluatePolicyDto, @CurrentActor() actor: Actor): Promise<PolicyVerdict> {
    const { warnings, matched, ...verdict } = await this.whatIf.evaluate({ ...dto }, actor);
    return { ...verdict, warnings: [...warnings], matched: [...matched] };
  }
}
