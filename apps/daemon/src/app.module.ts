import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { AuthGuard } from './common/auth/auth.guard.js';
import { AuthModule } from './common/auth/auth.module.js';
import { DomainErrorFilter } from './common/errors/domain-error.filter.js';
import { RequestReader } from './common/http/request-reader.interceptor.js';
import { RequestValidationPipe } from './common/validation/request-validation.pipe.js';
import { ChainsModule } from './infra/chains/chains.module.js';
import type { Database } from './infra/prisma/database.js';
import { DatabaseModule } from './infra/prisma/database.module.js';
import { AuditModule } from './modules/audit/audit.module.js';
import { HealthModule } from './modules/health/health.module.js';
import { KillSwitchModule } from './modules/kill-switch/kill-switch.module.js';
import { NotImplementedModule } from './modules/not-implemented/not-implemented.module.js';
import { OpenApiModule } from './modules/openapi/openapi.module.js';
import { OwnersModule } from './modules/owners/owners.module.js';
import { SessionTokensModule } from './modules/session-tokens/session-tokens.module.js';
import { PlatformModule, type Platform } from './platform.module.js';

@Module({})
export class AppModule {
  static on(platform: Platform, database: Database): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.with(platform),
        DatabaseModule.forDatabase(database),
        ChainsModule,
        AuditModule,
        AuthModule.using([OwnersModule, KillSwitchModule, SessionTokensModule]),
        HealthModule,
        OpenApiModule,
        NotImplementedModule,
      ],
      providers: [
        { provide: APP_GUARD, useExisting: AuthGuard },
        { provide: APP_INTERCEPTOR, useClass: RequestReader },
        { provide: APP_PIPE, useClass: RequestValidationPipe },
        { provide: APP_FILTER, useClass: DomainErrorFilter },
      ],
    };
  }
}
