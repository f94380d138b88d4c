import { Module } from '@nestjs/common';
import { BlockWitness } from './block-witness.service.js';
import { ClockController } from './clock.controller.js';
import { ClockWatch } from './clock-watch.service.js';

@Module({
  controllers: [ClockController],
  providers: [BlockWitness, ClockWatch],
})
export class ClockModule {}
