import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import type { OwnerChallengeResponse } from '@waiaas/api-types';
import type { JsonValue } from '@waiaas/core';
import type { Actor } from '../../common/auth/actor.js';
import { Auth, CurrentActor } from '../../common/auth/auth.decorator.js';
import { OwnerChallengeDto } from './dto/owner-challenge.dto.js';
import { OwnerChallengeService } from './owner-challenge.service.js';

@Controller('v1/owner')
export class OwnerChallengeController {
  constructor(private readonly challenges: OwnerChallengeService) {}

  @Post('challenge')
  @HttpCode(201)
  @Auth('public', { bucket: 'login' })
  async issue(@Body() dto: OwnerChallengeDto, @CurrentActor() actor: Actor): Promise<OwnerChallengeResponse> {
    const { body, ...named } = dto;
    const challenge = await this.challenges.issue({
      ...named,
      ...(body === undefined ? {} : { body: body as JsonValue }),
      clientAddress: actor.clientAddress,
    });
    return { ...challenge, messageBase64: Buffer.from(challenge.message, 'utf8').toString('base64') };
  }
}
