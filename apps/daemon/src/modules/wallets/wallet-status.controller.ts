import { Body, Controller, Delete, HttpCode, Param, Post } from '@nestjs/common';
import type {
  PurgeWalletResponse,
  ResumeWalletResponse,
  SuspendWalletResponse,
  TerminateWalletResponse,
} from '@waiaas/api-types';
import type { Actor } from '../../common/auth/actor.js';
import { Auth, CurrentActor } from '../../common/auth/auth.decorator.js';
import { LiveSignatures } from '../transactions/live-signatures.service.js';
import { SuspendWalletDto } from './dto/change-wallet.dto.js';
import { WalletEndService } from './wallet-end.service.js';
import { WalletPurgeService } from './wallet-purge.service.js';
import { WalletStatusService } from './wallet-status.service.js';

@Controller('v1/wallets/:id')
export class WalletStatusController {
  constructor(
    private readonly status: WalletStatusService,
    private readonly end: WalletEndService,
    private readonly purging: WalletPurgeService,
    private readonly live: LiveSignatures,
  ) {}

  @Post('suspend')
  @HttpCode(200)
  @Auth('master')
  async suspend(
    @Param('id') id: string,
    @Body() dto: SuspendWalletDto,
    @CurrentActor() actor: Actor,
  ): Promise<SuspendWalletResponse> {
    const { suspendedAt, suspensionReason } = await this.status.suspend(id, dto.reason ?? 'MANUAL', actor);
    return { id, status: 'SUSPENDED', suspendedAt: suspendedAt ?? 0, suspensionReason: suspensionReason ?? '' };
  }

  @Post('resume')
  @HttpCode(200)
  @Auth('owner|master', { action: 'resume', stepUp: true })
  async resume(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<ResumeWalletResponse> {
    await this.status.resume(id, actor);
    return { id, status: 'ACTIVE' };
  }

  @Delete()
  @Auth('master', { stepUp: true, coSign: 'terminate' })
  async terminate(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<TerminateWalletResponse> {
    await this.end.terminate(id, actor);
    return { id, status: 'TERMINATED', ...(await this.live.told({ walletIds: [id] })) };
  }

  @Delete('purge')
  @Auth('master', { stepUp: true, coSign: 'purge' })
  async purge(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<PurgeWalletResponse> {
    await this.purging.purge(id, actor);
    return { id, status: 'PURGED' };
  }
}
