import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import type {
  CancelResponse,
  ReplaceResponse,
  TransactionDetailResponse,
  TransactionPageResponse,
  TransactionResponse,
} from '@waiaas/api-types';
import type { Actor } from '../../common/auth/actor.js';
import { Auth, CurrentActor } from '../../common/auth/auth.decorator.js';
import { asSession } from '../../common/auth/wallet-scope.js';
import { DecisionsService } from './decisions.service.js';
import { SpeedUpDto } from './dto/replace.dto.js';
import { PendingQuery, TransactionsQuery } from './dto/transactions.query.js';
import { ReplaceService } from './replace.service.js';
import { TransactionsService } from './transactions.service.js';

@Controller('v1/transactions')
export class TransactionsController {
  constructor(
    private readonly transactions: TransactionsService,
    private readonly decisions: DecisionsService,
    private readonly replacing: ReplaceService,
  ) {}

  @Get()
  @Auth('session')
  async list(@Query() query: TransactionsQuery, @CurrentActor() actor: Actor): Promise<TransactionPageResponse> {
    return this.transactions.list(asSession(actor), query);
  }

  @Get('pending')
  @Auth('session')
  async pending(
    @Query() query: PendingQuery,
    @CurrentActor() actor: Actor,
  ): Promise<{ readonly items: readonly TransactionResponse[] }> {
    return this.transactions.pending(asSession(actor), query);
  }

  @Get(':id')
  @Auth('session|master')
  async get(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<TransactionDetailResponse> {
    return this.transactions.get(actor, id);
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Auth('session|master')
  async cancel(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<CancelResponse> {
    await this.transactions.visible(actor, id);
    await this.decisions.cancel(actor, id);
    return { id, status: 'CANCELLED' };
  }

  @Post(':id/speed-up')
  @HttpCode(202)
  @Auth('session|master', { bucket: 'transaction' })
  async speedUp(@Param('id') id: string, @Body() body: SpeedUpDto, @CurrentActor() actor: Actor): Promise<ReplaceResponse> {
    return this.replacing.speedUp(actor, await this.transactions.visible(actor, id), body);
  }

  @Post(':id/cancel-onchain')
  @HttpCode(202)
  @Auth('session|master', { bucket: 'transaction' })
  async cancelOnChain(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<ReplaceResponse> {
    return this.replacing.cancel(actor, await this.transactions.visible(actor, id));
  }
}
