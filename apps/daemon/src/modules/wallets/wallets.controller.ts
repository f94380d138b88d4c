import { Body, Controller, Get, HttpCode, Param, Patch, Post, Put, Query } from '@nestjs/common';
import type {
  CreateWalletResponse,
  PatchWalletResponse,
  WalletDetail,
  WalletItem,
  WalletListResponse,
  WalletNetworksResponse,
} from '@waiaas/api-types';
import type { Actor } from '../../common/auth/actor.js';
import { Auth, CurrentActor } from '../../common/auth/auth.decorator.js';
import { PatchWalletDto, RenameWalletDto } from './dto/change-wallet.dto.js';
import { CreateWalletDto } from './dto/create-wallet.dto.js';
import { ListWalletsQuery } from './dto/wallet.query.dto.js';
import { WalletCreation } from './wallet-creation.service.js';
import { toWalletRequest } from './wallet-request.js';
import { toCreatedWallet, toWalletItem, toWalletNetworks } from './wallets.mapper.js';
import { WalletViews } from './wallet-views.service.js';
import { WalletsService } from './wallets.service.js';

@Controller('v1/wallets')
export class WalletsController {
  constructor(
    private readonly creation: WalletCreation,
    private readonly wallets: WalletsService,
    private readonly views: WalletViews,
  ) {}

  @Post()
  @HttpCode(201)
  @Auth('master', { closedWhenLocked: true, stepUp: 'sometimes' })
  async create(@Body() dto: CreateWalletDto, @CurrentActor() actor: Actor): Promise<CreateWalletResponse> {
    return toCreatedWallet(await this.creation.create(toWalletRequest(dto, { createSession: true }), actor));
  }

  @Get()
  @Auth('session|master')
  async list(@Query() query: ListWalletsQuery, @CurrentActor() actor: Actor): Promise<WalletListResponse> {
    return { items: (await this.wallets.list(actor, query)).map(toWalletItem) };
  }

  @Get(':id')
  @Auth('session|master')
  async get(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<WalletDetail> {
    return this.views.show(await this.wallets.get(id, actor));
  }

  @Put(':id')
  @Auth('master')
  async rename(@Param('id') id: string, @Body() dto: RenameWalletDto, @CurrentActor() actor: Actor): Promise<WalletItem> {
    return toWalletItem(await this.wallets.change(id, { name: dto.name }, actor));
  }

  @Patch(':id')
  @Auth('master')
  async patch(@Param('id') id: string, @Body() dto: PatchWalletDto, @CurrentActor() actor: Actor): Promise<PatchWalletResponse> {
    const { monitorIncoming } = dto;
    const wallet =
      monitorIncoming === undefined
        ? await this.wallets.get(id, actor)
        : await this.wallets.change(id, { monitorIncoming }, actor);
    return { id, monitorIncoming: wallet.monitorIncoming };
  }

  @Get(':id/networks')
  @Auth('session|master')
  async networks(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<WalletNetworksResponse> {
    return toWalletNetworks(await this.wallets.get(id, actor));
  }
}
