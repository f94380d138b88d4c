import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import type { WithdrawResponse } from '@waiaas/api-types';
import type { Actor } from '../../common/auth/actor.js';
import { Auth, CurrentActor } from '../../common/auth/auth.decorator.js';
import { WithdrawDto } from './dto/withdraw.dto.js';
import { WithdrawService } from './withdraw.service.js';

@Controller('v1/wallets')
export class WithdrawController {
  constructor(private readonly withdrawals: WithdrawService) {}

  /** Answers while everything else is closed: the way out for the owner. */
  @Post(':id/withdraw')
  @HttpCode(200)
  @Auth('owner', { action: 'withdraw' })
  async withdraw(@Param('id') id: string, @Body() dto: WithdrawDto, @CurrentActor() actor: Actor): Promise<WithdrawResponse> {
    if (actor.kind !== 'owner') throw new Error('the guard let another kind of actor in');
    return this.withdrawals.withdraw(id, dto, actor);
  }
}
