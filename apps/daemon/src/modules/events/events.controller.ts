import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../../common/auth/actor.js';
import { Auth, CurrentActor } from '../../common/auth/auth.decorator.js';
import { bearerToken, single } from '../../common/auth/credentials.js';
import { requestState } from '../../common/http/request-state.js';
import { EventCredentials, type ScopeNow } from './event-credentials.service.js';
import { EventStreams } from './event-streams.service.js';

@Controller('v1')
export class EventsController {
  constructor(
    private readonly credentials: EventCredentials,
    private readonly streams: EventStreams,
  ) {}

  @Get('events')
  @Auth('session|master')
  async all(@CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.#open(this.#scopeOf(actor, request), request, reply);
  }

  @Get('owner/events')
  @Auth('owner', { cookie: 'only' })
  async ofOwner(@CurrentActor() actor: Actor, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.#open(this.#scopeOf(actor, request), request, reply);
  }

  #scopeOf(actor: Actor, { headers }: FastifyRequest): ScopeNow {
    switch (actor.kind) {
      case 'master':
        return this.credentials.ofMaster(actor);
      case 'session':
        return this.credentials.ofSession(bearerToken(headers) ?? '');
      case 'owner-reader':
        return this.credentials.ofOwner(actor);
      case 'owner':
      case 'public':
        throw new Error('the guard let another kind of actor in');
    }
  }

  async #open(scope: ScopeNow, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    if (request.method === 'HEAD') {
      void reply.header('content-type', 'text/event-stream; charset=utf-8').send();
      return;
    }
    const { draining } = requestState(request.raw);
    await this.streams.open({ response: reply.raw, scope, draining, lastEventId: single(request.headers, 'last-event-id') });
    reply.hijack();
  }
}
