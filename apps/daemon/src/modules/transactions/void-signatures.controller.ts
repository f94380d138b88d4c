import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import type { VoidSignaturesResponse } from '@waiaas/api-types';
import type { Actor } from '../../common/auth/actor.js';
import { Auth, CurrentActor } from '../../common/auth/auth.decorator.js';
import { VoidSignatures } from './void-signatures.service.js';

@Controller('v1/wallets/:id')
export class VoidSignaturesController {
  constructor(private readonly signatures: VoidSignatures) {}

  /** Open after a stop too: that is when it is wanted. It moves nothing and takes back what could. */
  @Post('void-signatures')
  @HttpCode(202)
  @Auth('master')
  async void(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<VoidSignaturesResponse> {
    return { id, results: await this.signatures.voidAll(id, actor) };
  }
}
