import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import type { CancelResponse, TransactionDetailResponse, TransactionPageResponse, TransactionResponse } from '@waiaas/api-types';
import type { Actor } from '../../common/auth/actor.js';
import { Auth, CurrentActor } from '../../common/auth/auth.decorator.js';
import { asSession } from '../../common/auth/wallet-scope.js';
import { DecisionsService } from './decisions.service.js';
import { PendingQuery, TransactionsQuery } from './dto/transactions.query.js';
import { TransactionsService } from './transactions.service.js';

@Controller('v1/transactions')
export class TransactionsController {
  constructor(
    private readonly transactions: TransactionsService,
    private readonly decisions: DecisionsService,
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
}
