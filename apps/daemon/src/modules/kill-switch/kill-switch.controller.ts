import { Body, Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import type { KillSwitchActivated, KillSwitchEscalated, KillSwitchStatus, RecoverResponse } from '@waiaas/api-types';
import { DomainError } from '@waiaas/core';
import type { FastifyRequest } from 'fastify';
import { type Actor, actorLabel } from '../../common/auth/actor.js';
import { Auth, CurrentActor } from '../../common/auth/auth.decorator.js';
import { masterPassword } from '../../common/auth/credentials.js';
import { OwnerFreezeService } from '../owners/owner-freeze.service.js';
import { LiveSignatures } from '../transactions/live-signatures.service.js';
import { RecoverDto } from './dto/recover.dto.js';
import { KillSwitchService, type Requester } from './kill-switch.service.js';
import { SignerFreeze } from './signer-freeze.service.js';

@Controller('v1')
export class KillSwitchController {
  constructor(
    private readonly killSwitch: KillSwitchService,
    private readonly ownerFreeze: OwnerFreezeService,
    private readonly live: LiveSignatures,
    private readonly signerFreeze: SignerFreeze,
  ) {}

  @Get('admin/kill-switch')
  @Auth('public')
  status(): KillSwitchStatus {
    return this.killSwitch.status();
  }

  @Post('admin/kill-switch')
  @HttpCode(200)
  @Auth('owner|master', { action: 'freeze', ownPasswordSlot: true })
  async activate(@CurrentActor() actor: Actor): Promise<KillSwitchActivated> {
    if (actor.kind === 'owner') return this.freeze(actor);
    const activatedAt = await this.killSwitch.activate(requester(actor));
    return { state: 'SUSPENDED', activatedAt, ...(await this.#told()) };
  }

  /** The stop is in force whether or not the database can still be read. */
  async #told(): Promise<Partial<KillSwitchActivated>> {
    try {
      return await this.live.told('all');
    } catch {
      return {};
    }
  }

  @Post('owner/kill-switch')
  @HttpCode(200)
  @Auth('owner', { action: 'freeze' })
  async freeze(@CurrentActor() actor: Actor): Promise<KillSwitchActivated> {
    if (actor.kind !== 'owner') throw new Error('the guard let another kind of actor in');
    const activatedAt = await this.ownerFreeze.freeze(actor.proof, actor.clientAddress);
    const scope = { suspendedBy: `owner:${actor.proof.address}` };
    return { state: 'SUSPENDED', activatedAt, ...(await this.live.told(scope)) };
  }

  @Post('admin/kill-switch/escalate')
  @HttpCode(200)
  @Auth('master')
  async escalate(@CurrentActor() actor: Actor): Promise<KillSwitchEscalated> {
    return { state: 'LOCKED', escalatedAt: await this.killSwitch.escalate(requester(actor)) };
  }

  @Post('admin/recover')
  @HttpCode(200)
  @Auth('master', { stepUp: true })
  async recover(
    @Body() dto: RecoverDto,
    @Req() { headers }: FastifyRequest,
    @CurrentActor() actor: Actor,
  ): Promise<RecoverResponse> {
    // The signer lets go for the password alone: a login or its step-up proves nothing to it.
    const password = masterPassword(headers);
    if (password === undefined) throw passwordNeeded();
    const recovered = await this.killSwitch.recover(requester(actor), dto.resumeWallets ?? false, (recover) =>
      this.signerFreeze.lift(password, recover),
    );
    return { state: 'ACTIVE', ...recovered };
  }
}

function passwordNeeded(): DomainError {
  return new DomainError('INVALID_MASTER_PASSWORD', {
    hint: 'Lifting a freeze takes X-Master-Password in the request itself: the signer checks it.',
  });
}

function requester(actor: Actor): Requester {
  return { actor: actorLabel(actor), ipAddress: actor.clientAddress };
}
