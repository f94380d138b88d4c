import { Module } from '@nestjs/common';
import { TokenPinsRepository } from './token-pins.repository.js';
import { TokenSource } from './token-source.service.js';
import { TokensController } from './tokens.controller.js';
import { TokensRepository } from './tokens.repository.js';
import { TokensService } from './tokens.service.js';

@Module({
  controllers: [TokensController],
  providers: [TokensRepository, TokenPinsRepository, TokensService, TokenSource],
  exports: [TokensService, TokenSource],
})
export class TokensModule {}
