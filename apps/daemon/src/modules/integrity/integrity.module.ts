import { Module } from '@nestjs/common';
import { SessionTokensModule } from '../session-tokens/session-tokens.module.js';
import { AlteredRowsRepository } from './altered-rows.repository.js';
import { IntegrityController } from './integrity.controller.js';
import { IntegrityService } from './integrity.service.js';
import { IntegrityWatch } from './integrity-watch.service.js';

@Module({
  imports: [SessionTokensModule],
  controllers: [IntegrityController],
  providers: [AlteredRowsRepository, IntegrityService, IntegrityWatch],
})
export class IntegrityModule {}
