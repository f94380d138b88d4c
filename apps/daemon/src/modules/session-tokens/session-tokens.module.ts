import { Module } from '@nestjs/common';
import { SessionTokenVerifier } from '../../common/auth/session-token-verifier.js';
import { SessionCache } from './session-cache.service.js';
import { SessionStatesRepository } from './session-states.repository.js';
import { SessionTokens } from './session-tokens.service.js';
import { SigningSecretsRepository } from './signing-secrets.repository.js';
import { SigningSecrets } from './signing-secrets.service.js';

/** Issues and verifies session tokens. Knows session rows only as far as a token is judged by them. */
@Module({
  providers: [
    SigningSecretsRepository,
    SigningSecrets,
    SessionStatesRepository,
    SessionCache,
    SessionTokens,
    { provide: SessionTokenVerifier, useExisting: SessionTokens },
  ],
  exports: [SessionTokens, SessionCache, SessionTokenVerifier],
})
export class SessionTokensModule {}
