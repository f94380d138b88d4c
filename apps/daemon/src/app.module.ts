import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { AuthGuard } from './common/auth/auth.guard.js';
import { AuthModule } from './common/auth/auth.module.js';
import { DomainErrorFilter } from './common/errors/domain-error.filter.js';
import { RequestReader } from './common/http/request-reader.guard.js';
import { RequestValidationPipe } from './common/validation/request-validation.pipe.js';
import { ChainsModule } from './infra/chains/chains.module.js';
import type { Database } from './infra/prisma/database.js';
import { DatabaseModule } from './infra/prisma/database.module.js';
import { BackupModule } from './modules/backup/backup.module.js';
import { BrowserLoginsModule } from './modules/browser-logins/browser-logins.module.js';
import { AdminTransactionsModule } from './modules/admin-transactions/admin-transactions.module.js';
import { AutoStopModule } from './modules/autostop/autostop.module.js';
import { AuditModule } from './modules/audit/audit.module.js';
import { EventsModule } from './modules/events/events.module.js';
import { ExposureModule } from './modules/exposure/exposure.module.js';
import { ClockModule } from './modules/clock/clock.module.js';
import { DiscoveryModule } from './modules/discovery/discovery.module.js';
import { DiagnosisModule } from './modules/diagnosis/diagnosis.module.js';
import { DashboardModule } from './modules/dashboard/dashboard.module.js';
import { HealthModule } from './modules/health/health.module.js';
import { IntegrityModule } from './modules/integrity/integrity.module.js';
import { KillSwitchModule } from './modules/kill-switch/kill-switch.module.js';
import { LoginsModule } from './modules/logins/logins.module.js';
import { MetricsModule } from './modules/metrics/metrics.module.js';
import { NotImplementedModule } from './modules/not-implemented/not-implemented.module.js';
import { NotificationsModule } from './modules/notifications/notifications.module.js';
import { OpenApiModule } from './modules/openapi/openapi.module.js';
import { OversightModule } from './modules/oversight/oversight.module.js';
import { OwnersModule } from './modules/owners/owners.module.js';
import { SessionTokensModule } from './modules/session-tokens/session-tokens.module.js';
import { PricesModule } from './infra/prices/prices.module.js';
import { AdminModule } from './modules/admin/admin.module.js';
import { ApprovalsModule } from './modules/approvals/approvals.module.js';
import { PoliciesModule } from './modules/policies/policies.module.js';
import { SessionsModule } from './modules/sessions/sessions.module.js';
import { SettingsModule } from './modules/settings/settings.module.js';
import { TokensModule } from './modules/tokens/tokens.module.js';
import { TransactionPortsModule } from './modules/transactions/transaction-ports.module.js';
import { TransactionsModule } from './modules/transactions/transactions.module.js';
import { WebhooksModule } from './modules/webhooks/webhooks.module.js';
import { WalletsModule } from './modules/wallets/wallets.module.js';
import { WorkersModule } from './workers/workers.module.js';
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
        PricesModule,
        SettingsModule,
        AuditModule,
        TransactionPortsModule,
        AuthModule.using([OwnersModule, KillSwitchModule, SessionTokensModule, BrowserLoginsModule]),
        ClockModule,
        IntegrityModule,
        ExposureModule,
        DashboardModule,
        LoginsModule,
        EventsModule,
        HealthModule,
        OpenApiModule,
        TokensModule,
        PoliciesModule,
        WalletsModule,
        SessionsModule,
        TransactionsModule,
        ApprovalsModule,
        AdminTransactionsModule,
        OversightModule,
        DiscoveryModule,
        WebhooksModule,
        NotificationsModule,
        AutoStopModule,
        AdminModule,
        BackupModule,
        MetricsModule,
        DiagnosisModule,
        WorkersModule,
        NotImplementedModule,
      ],
      providers: [
        { provide: APP_GUARD, useExisting: AuthGuard },
        { provide: APP_GUARD, useClass: RequestReader },
        { provide: APP_PIPE, useClass: RequestValidationPipe },
        { provide: APP_FILTER, useClass: DomainErrorFilter },
      ],
    };
  }
}
