import { Global, Module } from '@nestjs/common';
import { RateLimits } from '../rate-limit/rate-limits.js';
import { AuthCountersRepository } from './auth-counters.repository.js';
import { AuthGuard } from './auth.guard.js';
import { CredentialGate } from './credential-gate.js';
import { FailureReport } from './failure-report.js';
import { MasterAuth } from './master-auth.js';
import { PasswordLockout } from './password-lockout.js';

/** Who is asking. The ports it stands on come from the modules that implement them; see AppModule. */
@Global()
@Module({})
export class AuthModule {
  static using(imports: NonNullable<Parameters<typeof Module>[0]['imports']>) {
    return {
      module: AuthModule,
      imports,
      providers: [RateLimits, AuthCountersRepository, PasswordLockout, FailureReport, MasterAuth, CredentialGate, AuthGuard],
      exports: [RateLimits, MasterAuth, CredentialGate, AuthGuard],
    };
  }
}
