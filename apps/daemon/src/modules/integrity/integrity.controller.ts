import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import type { IntegrityAdopted, IntegrityReport } from '@waiaas/api-types';
import type { Actor } from '../../common/auth/actor.js';
import { Auth, CurrentActor } from '../../common/auth/auth.decorator.js';
import { AdoptIntegrityDto } from './dto/adopt-integrity.dto.js';
import { IntegrityService } from './integrity.service.js';

@Controller('v1/admin/integrity')
export class IntegrityController {
  constructor(private readonly integrity: IntegrityService) {}

  @Get()
  @Auth('master')
  report(): Promise<IntegrityReport> {
    return this.integrity.report();
  }

  @Post('adopt')
  @HttpCode(200)
  @Auth('master', { stepUp: true })
  adopt(@CurrentActor() actor: Actor, @Body() { digest }: AdoptIntegrityDto): Promise<IntegrityAdopted> {
    return this.integrity.adopt(actor, digest);
  }
}
