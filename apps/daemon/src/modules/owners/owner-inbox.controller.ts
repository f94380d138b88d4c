import { Controller, Get, Query } from '@nestjs/common';
import type { OwnerApprovalsResponse } from '@waiaas/api-types';
import type { Actor } from '../../common/auth/actor.js';
import { Auth, CurrentActor } from '../../common/auth/auth.decorator.js';
import { OwnerApprovalsQuery } from './dto/owner-approvals.query.dto.js';
import { OwnerInbox } from './owner-inbox.service.js';

const DEFAULT_LIMIT = 50;

@Controller('v1/owner')
export class OwnerInboxController {
  constructor(private readonly inbox: OwnerInbox) {}

  @Get('approvals')
  @Auth('owner', { cookie: 'only' })
  async list(@Query() query: OwnerApprovalsQuery, @CurrentActor() actor: Actor): Promise<OwnerApprovalsResponse> {
    if (actor.kind !== 'owner-reader') throw new Error('the guard let another kind of actor in');
    const { address, chain } = actor;
    const page = { state: query.state ?? 'pending', cursor: query.cursor, limit: query.limit ?? DEFAULT_LIMIT } as const;
    return this.inbox.read({ address, chain }, page);
  }
}
