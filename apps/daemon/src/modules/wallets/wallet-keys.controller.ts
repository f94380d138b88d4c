import { Body, Controller, HttpCode, Param, Post, Put, Req } from '@nestjs/common';
import type { ChangeCeilingResponse, CreateWalletResponse, ExportKeyResponse } from '@waiaas/api-types';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../common/auth/actor.js';
import { Auth, CurrentActor } from '../../common/auth/auth.decorator.js';
import { masterPassword } from '../../common/auth/credentials.js';
import { requestState } from '../../common/http/request-state.js';
import { ChangeCeilingDto } from './dto/ceiling.dto.js';
import { ExportKeyDto } from './dto/export-key.dto.js';
import { ImportWalletDto } from './dto/import-wallet.dto.js';
import { WalletCeiling } from './wallet-ceiling.service.js';
import { WalletCreation } from './wallet-creation.service.js';
import { WalletExport } from './wallet-export.service.js';
import { toWalletRequest } from './wallet-request.js';
import { toCreatedWallet, toKeyCeiling } from './wallets.mapper.js';

/** Keys on their way in and out, and how far they may go. */
@Controller('v1/wallets')
export class WalletKeysController {
  constructor(
    private readonly creation: WalletCreation,
    private readonly exports: WalletExport,
    private readonly ceilings: WalletCeiling,
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
    @Req() { headers, raw }: FastifyRequest,
    @CurrentActor() actor: Actor,
  ): Promise<ExportKeyResponse> {
    const { requestId } = requestState(raw);
    return this.exports.export(id, { body: dto, password: masterPassword(headers), requestId }, actor);
  }

  @Put(':id/ceiling')
  @Auth('master', { stepUp: true, coSign: 'loosen' })
  async changeCeiling(
    @Param('id') id: string,
    @Body() dto: ChangeCeilingDto,
    @Req() { headers, raw }: FastifyRequest,
    @CurrentActor() actor: Actor,
  ): Promise<ChangeCeilingResponse> {
    const { requestId } = requestState(raw);
    const ceiling = await this.ceilings.change(id, { change: { ...dto }, password: masterPassword(headers), requestId }, actor);
    return { ceiling: toKeyCeiling(ceiling) };
  }
}
