import { Module } from '@nestjs/common';
import { ExposureController } from './exposure.controller.js';
import { ExposureRepository } from './exposure.repository.js';
import { ExposureService } from './exposure.service.js';
import { ExposureTimer } from './exposure.timer.js';
import { ExposureTrail } from './exposure-trail.service.js';
import { FindingsService } from './findings.service.js';

@Module({
  controllers: [ExposureController],
  providers: [ExposureRepository, ExposureService, ExposureTrail, ExposureTimer, FindingsService],
  exports: [FindingsService],
})
export class ExposureModule {}
