import { Controller, HttpCode, Post } from '@nestjs/common';
import type { ClockConfirmed } from '@waiaas/api-types';
import type { Actor } from '../../common/auth/actor.js';
import { Auth, CurrentActor } from '../../common/auth/auth.decorator.js';
import { ClockWatch } from './clock-watch.service.js';

@Controller('v1/admin/clock')
export class ClockController {
  constructor(private readonly watch: ClockWatch) {}

  @Post('confirm')
  @HttpCode(200)
  @Auth('master', { stepUp: true })
  async confirm(@CurrentActor() actor: Actor): Promise<ClockConfirmed> {
    return { now: await this.watch.confirm(actor) };
  }
}
