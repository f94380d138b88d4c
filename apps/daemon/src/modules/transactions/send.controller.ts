import { Body, Controller, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import { validationError } from '@waiaas/core';
import type { SimulateResponse } from '@waiaas/api-types';
import type { WalletSnapshot } from '@waiaas/pipeline';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SessionActor } from '../../common/auth/actor.js';
import { Auth, type ActorCarrier } from '../../common/auth/auth.decorator.js';
import { asSession, walletOfSession } from '../../common/auth/wallet-scope.js';
import { requestState } from '../../common/http/request-state.js';
import { comparedSend } from './compared-body.js';
import { Deliveries } from './deliveries.service.js';
import { SendDto } from './dto/send.dto.js';
import { WalletQuery } from './dto/transactions.query.js';
import { isIdempotencyKey } from './preferences.js';
import { ReplaysService, type ReplayKey } from './replays.service.js';
import { SendService } from './send.service.js';
import { SimulateService } from './simulate.service.js';
import { TransactionsRepository } from './transactions.repository.js';
import { WalletSnapshots } from './wallet-snapshots.repository.js';

@Controller('v1/transactions')
export class SendController {
  constructor(
    private readonly sending: SendService,
    private readonly simulating: SimulateService,
    private readonly replays: ReplaysService,
    private readonly wallets: WalletSnapshots,
    private readonly transactions: TransactionsRepository,
    private readonly deliveries: Deliveries,
  ) {}

  @Post('send')
  @HttpCode(201)
  @Auth('session', { bucket: 'transaction' })
  async send(
    @Body() body: SendDto,
    @Query() query: WalletQuery,
    @Req() request: FastifyRequest & ActorCarrier,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const actor = asSession(request.actor);
    const wallet = await this.wallets.get(walletOfSession(actor, body.walletId, query.walletId));
    const outcome = await this.sending.send({
      actor,
      wallet,
      body,
      requestId: requestState(request.raw).requestId,
      key: await this.#keyOf(request, actor, wallet, body),
      isGone: () => request.raw.socket.destroyed,
    });
    await this.deliveries.deliver(outcome, request, reply);
  }

  @Post('simulate')
  @HttpCode(200)
  @Auth('session', { bucket: 'transaction' })
  async simulate(
    @Body() body: SendDto,
    @Query() query: WalletQuery,
    @Req() request: FastifyRequest & ActorCarrier,
  ): Promise<SimulateResponse> {
    const actor = asSession(request.actor);
    const wallet = await this.wallets.get(walletOfSession(actor, body.walletId, query.walletId));
    return this.simulating.simulate({ actor, wallet, body, isGone: () => request.raw.socket.destroyed });
  }

  /** A session may share its keys with the other sessions of a wallet. */
  async #keyOf(
    request: FastifyRequest,
    actor: SessionActor,
    wallet: WalletSnapshot,
    body: SendDto,
  ): Promise<ReplayKey | undefined> {
    const header = request.headers['idempotency-key'];
    if (header === undefined) return undefined;
    if (typeof header !== 'string' || !isIdempotencyKey(header)) {
      throw validationError([
        { path: 'Idempotency-Key', code: 'isIdempotencyKey', message: 'must be 1 to 128 visible ASCII characters' },
      ]);
    }
    const isShared = await this.transactions.sharesKeys(actor.sessionId);
    const principal = isShared ? `wallet:${wallet.id}` : `session:${actor.sessionId}`;
    return this.replays.keyOf(principal, header, comparedSend(wallet, body), wallet.id);
  }
}
