import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import type { LinkWalletResponse, SessionWalletsResponse } from '@waiaas/api-types';
import type { Actor } from '../../common/auth/actor.js';
import { Auth, CurrentActor } from '../../common/auth/auth.decorator.js';
import { LinkWalletDto } from './dto/link-wallet.dto.js';
import { SessionWalletsService } from './session-wallets.service.js';
import { toSessionWallets } from './sessions.mapper.js';

@Controller('v1/sessions/:id/wallets')
export class SessionWalletsController {
  constructor(private readonly wallets: SessionWalletsService) {}

  @Get()
  @Auth('master')
  async list(@Param('id') id: string): Promise<SessionWalletsResponse> {
    return toSessionWallets(await this.wallets.list(id));
  }

  @Post()
  @HttpCode(201)
  @Auth('master', { stepUp: 'sometimes' })
  async link(@Param('id') id: string, @Body() dto: LinkWalletDto, @CurrentActor() actor: Actor): Promise<LinkWalletResponse> {
    const { createdAt } = await this.wallets.link(id, dto.walletId, actor);
    return { sessionId: id, walletId: dto.walletId, createdAt };
  }

  @Delete(':walletId')
  @HttpCode(204)
  @Auth('master')
  async unlink(@Param('id') id: string, @Param('walletId') walletId: string, @CurrentActor() actor: Actor): Promise<void> {
    await this.wallets.unlink(id, walletId, actor);
  }
}
