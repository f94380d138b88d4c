import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import type { AdminTransactionPage, CancelResponse, RejectResponse, WalletBalancesResponse } from '@waiaas/api-types';
import { resolveNetwork, validationError, type DomainError } from '@waiaas/core';
import type { Actor } from '../../common/auth/actor.js';
import { Auth, CurrentActor } from '../../common/auth/auth.decorator.js';
import { DecisionsService } from '../transactions/decisions.service.js';
import { toNetworkBalance } from '../wallets/wallet-reads.mapper.js';
import { WalletReads } from '../wallets/wallet-reads.service.js';
import { toAdminTransaction } from './admin-transactions.mapper.js';
import { type AdminFilter, type AdminPlace, AdminTransactionsRepository } from './admin-transactions.repository.js';
import { AdminTransactionsQuery, WalletTransactionsQuery } from './dto/admin-transactions.query.js';
import { RejectAsAdminDto } from './dto/reject-as-admin.dto.js';

const DEFAULT_LIMIT = 20;

/** Everybody's requests, for master. */
@Controller('v1/admin')
export class AdminTransactionsController {
  constructor(
    private readonly transactions: AdminTransactionsRepository,
    private readonly decisions: DecisionsService,
    private readonly wallets: WalletReads,
  ) {}

  @Get('transactions')
  @Auth('master')
  async list(@Query() query: AdminTransactionsQuery): Promise<AdminTransactionPage> {
    const { type, status, since, until, search } = query;
    const network = query.network === undefined ? undefined : resolveNetwork(query.network)?.name;
    const walletId = query.wallet_id ?? query.walletId;
    return this.#page({ walletId, type, status, network, since, until, search }, query);
  }

  @Get('wallets/:id/transactions')
  @Auth('master')
  async ofWallet(@Param('id') id: string, @Query() query: WalletTransactionsQuery): Promise<AdminTransactionPage> {
    const wallet = await this.wallets.wallet(id);
    return this.#page({ walletId: wallet.id }, query);
  }

  @Get('wallets/:id/balance')
  @Auth('master')
  async balance(@Param('id') id: string): Promise<WalletBalancesResponse> {
    const wallet = await this.wallets.wallet(id);
    const balances = (await this.wallets.nativeEverywhere(wallet)).map(toNetworkBalance);
    return { walletId: wallet.id, chain: wallet.chain, environment: wallet.environment, balances };
  }

  @Post('transactions/:id/cancel')
  @HttpCode(200)
  @Auth('master')
  async cancel(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<CancelResponse> {
    await this.decisions.cancel(actor, id);
    return { id, status: 'CANCELLED' };
  }

  @Post('transactions/:id/reject')
  @HttpCode(200)
  @Auth('master')
  async reject(
    @Param('id') id: string,
    @Body() { reason }: RejectAsAdminDto,
    @CurrentActor() actor: Actor,
  ): Promise<RejectResponse> {
    const { at } = await this.decisions.reject(actor, id, reason);
    return { id, status: 'CANCELLED', rejectedAt: at };
  }

  async #page(filter: AdminFilter, query: WalletTransactionsQuery): Promise<AdminTransactionPage> {
    const limit = query.limit ?? DEFAULT_LIMIT;
    const page = await this.transactions.page(filter, placeOf(query), limit);
    const { rows, total, offset, hasOlder, hasNewer, walletNames } = page;
    return {
      items: rows.map((row) => toAdminTransaction(row, walletNames.get(row.walletId) ?? null)),
      ...{ total, offset, limit },
      cursor: hasOlder ? (rows.at(-1)?.id ?? null) : null,
      hasMore: hasOlder,
      newerCursor: hasNewer ? (rows[0]?.id ?? null) : null,
    };
  }
}

/** Two places at once are a mistake of whoever asks. */
function placeOf({ offset, cursor, newerCursor }: WalletTransactionsQuery): AdminPlace {
  const isByCursor = cursor !== undefined || newerCursor !== undefined;
  if (offset !== undefined && isByCursor) throw excluded('offset', 'must not be given with a cursor');
  if (cursor !== undefined && newerCursor !== undefined) throw excluded('newerCursor', 'must not be given with cursor');
  if (cursor !== undefined) return { olderThan: cursor };
  return newerCursor === undefined ? { offset: offset ?? 0 } : { newerThan: newerCursor };
}

function excluded(path: string, message: string): DomainError {
  return validationError([{ path, code: 'excluded', message }]);
}
