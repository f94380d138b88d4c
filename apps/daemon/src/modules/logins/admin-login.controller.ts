import { Body, Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { AdminLoginResponse, AdminSessionResponse, StepUpResponse } from '@waiaas/api-types';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor, LoginProof } from '../../common/auth/actor.js';
import { Auth, CurrentActor } from '../../common/auth/auth.decorator.js';
import { clearedLoginCookie, loginCookie } from '../../common/auth/cookies.js';
import { requestState } from '../../common/http/request-state.js';
import { AdminLogins, type PasswordProof } from './admin-logins.service.js';
import { PasswordDto } from './dto/password.dto.js';

@Controller('v1/admin')
export class AdminLoginController {
  constructor(private readonly logins: AdminLogins) {}

  @Post('login')
  @HttpCode(200)
  @Auth('public', { bucket: 'login' })
  async login(
    @Body() dto: PasswordDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AdminLoginResponse> {
    const { token, csrfToken, expiresAt, idleTimeoutSeconds } = await this.logins.login(proofOf(dto, request));
    void reply.header('set-cookie', loginCookie('admin', requestState(request.raw).scheme, token));
    return { csrfToken, expiresAt, idleTimeoutSeconds };
  }

  @Get('session')
  @Auth('master', { cookie: 'only' })
  session(@Req() { raw }: FastifyRequest): AdminSessionResponse {
    const { cheapProof } = requestState(raw);
    if (cheapProof?.kind !== 'login') throw new Error('the guard let a request in without a login');
    const { expiresAt, idleExpiresAt } = cheapProof.login;
    return { expiresAt, idleExpiresAt };
  }

  @Post('step-up')
  @HttpCode(200)
  @Auth('master', { cookie: 'only' })
  async stepUp(@Body() dto: PasswordDto, @Req() request: FastifyRequest, @CurrentActor() actor: Actor): Promise<StepUpResponse> {
    return this.logins.stepUp(loginOf(actor), proofOf(dto, request));
  }

  @Post('logout')
  @HttpCode(204)
  @Auth('master', { cookie: 'only' })
  async logout(
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.logins.logout(loginOf(actor), actor.clientAddress);
    void reply.header('set-cookie', clearedLoginCookie('admin', requestState(request.raw).scheme));
  }
}

function loginOf(actor: Actor): LoginProof {
  if (actor.kind !== 'master' || actor.via !== 'cookie') throw new Error('the guard let another kind of actor in');
  return actor.login;
}

function proofOf({ password }: PasswordDto, request: FastifyRequest): PasswordProof {
  const { peerAddress, clientAddress } = requestState(request.raw);
  return { password, peerAddress, clientAddress };
}
