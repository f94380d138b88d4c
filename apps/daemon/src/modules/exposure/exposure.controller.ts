import { Controller, Get } from '@nestjs/common';
import type { ExposureReport } from '@waiaas/api-types';
import { Auth } from '../../common/auth/auth.decorator.js';
import { ExposureService } from './exposure.service.js';

@Controller('v1/exposure')
export class ExposureController {
  constructor(private readonly exposure: ExposureService) {}

  @Get()
  @Auth('master')
  async read(): Promise<ExposureReport> {
    return this.exposure.report();
  }
}
