import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import type { ApproveResponse, RejectResponse } from '@waiaas/api-types';
import type { Actor } from '../../common/auth/actor.js';
import { Auth, CurrentActor } from '../../common/auth/auth.decorator.js';
import { DecisionsService } from '../transactions/decisions.service.js';
import { ApproveDto } from './dto/approve.dto.js';
import { RejectDto } from './dto/reject.dto.js';

/** Yes and no to waiting requests. Neither needs a session token. */
@Controller('v1/transactions')
export class ApprovalsController {
  constructor(private readonly decisions: DecisionsService) {}

  @Post(':id/approve')
  @HttpCode(200)
  @Auth('owner|master', { action: 'approve', closedWhenLocked: true, stepUp: true })
  async approve(@Param('id') id: string, @Body() body: ApproveDto, @CurrentActor() actor: Actor): Promise<ApproveResponse> {
    if (actor.kind !== 'owner' && actor.kind !== 'master') throw new Error('the guard let another kind of actor in');
    return this.decisions.approve(actor, id, body.requestHash);
  }

  @Post(':id/reject')
  @HttpCode(200)
  @Auth('owner|master', { action: 'reject' })
  async reject(@Param('id') id: string, @Body() { reason }: RejectDto, @CurrentActor() actor: Actor): Promise<RejectResponse> {
    const { at } = await this.decisions.reject(actor, id, reason);
    return { id, status: 'CANCELLED', rejectedAt: at };
  }
}
