import { Module } from '@nestjs/common';
import { SessionTokensModule } from '../session-tokens/session-tokens.module.js';
import { SessionChanges } from './session-changes.service.js';
import { SessionCreation } from './session-creation.service.js';
import { SessionIssuer } from './session-issuer.service.js';
import { SessionLimit } from './session-limit.service.js';
import { SessionTokensExchange } from './session-tokens-exchange.service.js';
import { SessionTrail } from './session-trail.service.js';
import { SessionWalletsController } from './session-wallets.controller.js';
import { SessionWalletsService } from './session-wallets.service.js';
import { SessionsController } from './sessions.controller.js';
import { SessionsRepository } from './sessions.repository.js';
import { SessionsService } from './sessions.service.js';

/** Needs `OpenTransactions` from a global module. */
@Module({
  imports: [SessionTokensModule],
  controllers: [SessionsController, SessionWalletsController],
  providers: [
    SessionsRepository,
    SessionIssuer,
    SessionLimit,
    SessionTrail,
    SessionChanges,
    SessionCreation,
    SessionTokensExchange,
    SessionWalletsService,
    SessionsService,
  ],
  exports: [SessionsService, SessionCreation],
})
export class SessionsModule {}
