import { Body, Controller, Delete, HttpCode, Param, Post, Put, Res } from '@nestjs/common';
import type { KeepOwnerResponse, RemoveOwnerResponse, SetOwnerResponse, VerifyOwnerResponse } from '@waiaas/api-types';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../../common/auth/actor.js';
import { Auth, CurrentActor } from '../../common/auth/auth.decorator.js';
import { AlsoAnswers } from '../../common/routing/also-answers.decorator.js';
import { WalletCeiling } from '../wallets/wallet-ceiling.service.js';
import { WalletViews } from '../wallets/wallet-views.service.js';
import { SetOwnerDto } from './dto/set-owner.dto.js';
import { OwnersService } from './owners.service.js';

const ACCEPTED = 202;
const REPLACED = 'What waited for the previous owner has expired, and withdraw is closed for 24 hours.';

@Controller('v1/wallets/:id/owner')
export class OwnersController {
  constructor(
    private readonly owners: OwnersService,
    private readonly wallets: WalletViews,
    private readonly ceilings: WalletCeiling,
  ) {}

  @Put()
  @Auth('master', { stepUp: true })
  async declare(@Param('id') id: string, @Body() dto: SetOwnerDto, @CurrentActor() actor: Actor): Promise<SetOwnerResponse> {
    const request = { ownerAddress: dto.owner_address, approvalMethod: dto.approval_method, walletType: dto.wallet_type };
    const { replaced } = await this.owners.declare(id, request, actor);
    return { ...(await this.wallets.detail(id)), warning: replaced ? REPLACED : null };
  }

  /** The guard has burnt the challenge, verified the signature and pinned the owner; what is left is to say so. */
  @Post('verify')
  @HttpCode(200)
  @Auth('owner', { action: 'verify' })
  verify(@CurrentActor() actor: Actor): VerifyOwnerResponse {
    if (actor.kind !== 'owner') throw new Error('the guard let another kind of actor in');
    const warning = this.owners.warningAbout(actor.proof);
    return {
      ownerState: 'LOCKED',
      ownerAddress: actor.proof.address,
      ownerVerified: true,
      ...(warning === undefined ? {} : { warning }),
    };
  }

  @Delete()
  @AlsoAnswers(ACCEPTED)
  @Auth('master', { stepUp: true, coSign: 'remove-owner' })
  async remove(
    @Param('id') id: string,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RemoveOwnerResponse> {
    const result = await this.owners.remove(id, actor);
    if (result.ownerState === 'LOCKED') reply.status(ACCEPTED);
    else await this.ceilings.release(id, actor);
    return result;
  }

  @Post('keep')
  @HttpCode(200)
  @Auth('owner|master', { action: 'keep-owner' })
  async keep(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<KeepOwnerResponse> {
    await this.owners.keep(id, actor);
    return { ownerState: 'LOCKED', ownerRemovalAt: null };
  }
}
