import { Body, Controller, Headers, HttpCode, Param, Post } from '@nestjs/common';
import type { CreateWalletResponse, ExportKeyResponse } from '@waiaas/api-types';
import type { Actor } from '../../common/auth/actor.js';
import { Auth, CurrentActor } from '../../common/auth/auth.decorator.js';
import { masterPassword } from '../../common/auth/credentials.js';
import { ExportKeyDto } from './dto/export-key.dto.js';
import { ImportWalletDto } from './dto/import-wallet.dto.js';
import { WalletCreation } from './wallet-creation.service.js';
import { WalletExport } from './wallet-export.service.js';
import { toWalletRequest } from './wallet-request.js';
import { toCreatedWallet } from './wallets.mapper.js';

/** Keys on their way in and out. */
@Controller('v1/wallets')
export class WalletKeysController {
  constructor(
    private readonly creation: WalletCreation,
    private readonly exports: WalletExport,
  ) {}

  @Post('import')
  @HttpCode(201)
  @Auth('master', { closedWhenLocked: true, stepUp: 'sometimes' })
  async import(@Body() dto: ImportWalletDto, @CurrentActor() actor: Actor): Promise<CreateWalletResponse> {
    const { secret, expectedAddress } = dto;
    const material = { ...secret, ...(expectedAddress === undefined ? {} : { expectedAddress }) };
    return toCreatedWallet(await this.creation.import(toWalletRequest(dto, { createSession: false }), material, actor));
  }

  @Post(':id/export')
  @HttpCode(200)
  @Auth('master', { stepUp: true, coSign: 'export' })
  async export(
    @Param('id') id: string,
    @Body() dto: ExportKeyDto,
    @Headers() headers: Record<string, string>,
    @CurrentActor() actor: Actor,
  ): Promise<ExportKeyResponse> {
    return this.exports.export(id, { body: dto, password: masterPassword(headers) }, actor);
  }
}
