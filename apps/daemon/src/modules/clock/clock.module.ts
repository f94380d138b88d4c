import { Module } from '@nestjs/common';
import { BrowserLoginsModule } from '../browser-logins/browser-logins.module.js';
import { BlockWitness } from './block-witness.service.js';
import { ClockController } from './clock.controller.js';
import { ClockWatch } from './clock-watch.service.js';

@Module({
  imports: [BrowserLoginsModule],
  controllers: [ClockController],
  providers: [BlockWitness, ClockWatch],
})
export class ClockModule {}
