import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import type {
  CreateSessionResponse,
  ReissueSessionResponse,
  RenewSessionResponse,
  RevokeSessionResponse,
  RotateSessionResponse,
  SessionListResponse,
} from '@waiaas/api-types';
import { validationError } from '@waiaas/core';
import type { Actor } from '../../common/auth/actor.js';
import { Auth, CurrentActor } from '../../common/auth/auth.decorator.js';
import { Clock } from '../../common/time/clock.js';
import { CreateSessionDto } from './dto/create-session.dto.js';
import { ListSessionsQuery } from './dto/list-sessions.query.dto.js';
import { SessionTokensExchange } from './session-tokens-exchange.service.js';
import { toCreatedSession, toSessionListItem, zeroForNever } from './sessions.mapper.js';
import { SessionsService } from './sessions.service.js';

const DEFAULT_LIMIT = 50;

@Controller('v1')
export class SessionsController {
  constructor(
    private readonly sessions: SessionsService,
    private readonly exchange: SessionTokensExchange,
    private readonly clock: Clock,
  ) {}

  @Post('sessions')
  @HttpCode(201)
  @Auth('master', { closedWhenLocked: true, stepUp: 'sometimes' })
  async create(@Body() dto: CreateSessionDto, @CurrentActor() actor: Actor): Promise<CreateSessionResponse> {
    return toCreatedSession(await this.sessions.create(dto, walletIdsOf(dto), actor));
  }

  @Get('sessions')
  @Auth('master')
  async list(@Query() query: ListSessionsQuery): Promise<SessionListResponse> {
    const limit = query.limit ?? DEFAULT_LIMIT;
    const offset = query.offset ?? 0;
    const includeRevoked = query.includeRevoked ?? false;
    const page = await this.sessions.list({ walletId: query.walletId ?? query.wallet_id, includeRevoked, limit, offset });
    const now = this.clock.nowSeconds();
    const asked = await this.sessions.lastRequests(page.sessions.map(({ id }) => id));
    const data = page.sessions.map((session) => toSessionListItem(session, now, asked.get(session.id) ?? null));
    return { data, total: page.total, limit, offset };
  }

  @Delete('sessions/:id')
  @Auth('master')
  async revoke(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<RevokeSessionResponse> {
    const isNew = await this.sessions.revoke(id, actor);
    return { id, status: 'REVOKED', ...(isNew ? {} : { message: 'The session was revoked before.' }) };
  }

  @Put('sessions/:id/renew')
  @Auth('session')
  async renew(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<RenewSessionResponse> {
    if (actor.kind !== 'session') throw new Error('the guard let another kind of actor in');
    const { token, expiresAt, renewalCount } = await this.exchange.renew(id, actor);
    return { id, token, expiresAt: zeroForNever(expiresAt), renewalCount };
  }

  @Post('sessions/:id/rotate')
  @HttpCode(200)
  @Auth('master', { stepUp: 'sometimes' })
  async rotate(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<RotateSessionResponse> {
    const { token, expiresAt, tokenIssuedCount } = await this.exchange.rotate(id, actor);
    return { id, token, expiresAt: zeroForNever(expiresAt), tokenIssuedCount };
  }

  @Post('admin/sessions/:id/reissue')
  @HttpCode(200)
  @Auth('master', { stepUp: 'sometimes' })
  async reissue(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<ReissueSessionResponse> {
    const { token, expiresAt, tokenIssuedCount } = await this.exchange.rotate(id, actor);
    return { token, sessionId: id, tokenIssuedCount, expiresAt: zeroForNever(expiresAt) };
  }
}

/** Clients send one, a list, or both; the order is kept, since the first is the session's wallet of older clients. */
function walletIdsOf(dto: CreateSessionDto): readonly string[] {
  const named = [...(dto.walletId === undefined ? [] : [dto.walletId]), ...(dto.walletIds ?? [])];
  if (named.length === 0)
    throw validationError([{ path: 'walletId', code: 'required', message: 'walletId or walletIds is required' }]);
  return [...new Set(named)];
}
