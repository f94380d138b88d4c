import { Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { OwnerLoginResponse, OwnerSessionResponse, OwnerSessionWallet } from '@waiaas/api-types';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor, OwnerReader } from '../../common/auth/actor.js';
import { Auth, CurrentActor } from '../../common/auth/auth.decorator.js';
import { clearedLoginCookie, loginCookie } from '../../common/auth/cookies.js';
import { requestState } from '../../common/http/request-state.js';
import { explorerSites } from '../../config/explorer-sites.js';
import { RuntimeSettings } from '../../config/runtime-settings.js';
import { OwnedWallets, type OwnedWallet } from '../owners/owned-wallets.service.js';
import { OwnerLogins } from './owner-logins.service.js';

@Controller('v1/owner')
export class OwnerLoginController {
  constructor(
    private readonly logins: OwnerLogins,
    private readonly wallets: OwnedWallets,
    private readonly settings: RuntimeSettings,
  ) {}

  @Post('login')
  @HttpCode(200)
  @Auth('owner', { action: 'login', bucket: 'login' })
  async login(
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OwnerLoginResponse> {
    if (actor.kind !== 'owner') throw new Error('the guard let another kind of actor in');
    const { token, csrfToken, expiresAt } = await this.logins.login(actor);
    void reply.header('set-cookie', loginCookie('owner', requestState(request.raw).scheme, token));
    return { address: actor.proof.address, chain: actor.proof.chain, csrfToken, expiresAt };
  }

  @Get('session')
  @Auth('owner', { cookie: 'only' })
  async session(@CurrentActor() actor: Actor, @Req() { raw }: FastifyRequest): Promise<OwnerSessionResponse> {
    const { address, chain } = readerOf(actor);
    const { cheapProof } = requestState(raw);
    if (cheapProof?.kind !== 'login') throw new Error('the guard let a request in without a login');
    const wallets = await this.wallets.of({ address, chain });
    const { expiresAt } = cheapProof.login;
    return { address, chain, expiresAt, wallets: wallets.map(toSessionWallet), explorers: explorerSites(this.settings) };
  }

  @Post('logout')
  @HttpCode(204)
  @Auth('owner', { cookie: 'only' })
  async logout(
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.logins.logout(readerOf(actor));
    void reply.header('set-cookie', clearedLoginCookie('owner', requestState(request.raw).scheme));
  }
}

function readerOf(actor: Actor): OwnerReader {
  if (actor.kind !== 'owner-reader') throw new Error('the guard let another kind of actor in');
  return actor;
}

function toSessionWallet({ id, name, chain, environment, address, ownerState }: OwnedWallet): OwnerSessionWallet {
  return { id, name, chain, environment, address, ownerState: ownerState === 'LOCKED' ? 'LOCKED' : 'GRACE' };
}
