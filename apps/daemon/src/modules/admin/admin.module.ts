import { Module } from '@nestjs/common';
import { BrowserLoginsModule } from '../browser-logins/browser-logins.module.js';
import { DataKeyModule } from '../data-key/data-key.module.js';
import { ExposureModule } from '../exposure/exposure.module.js';
import { HealthModule } from '../health/health.module.js';
import { KillSwitchModule } from '../kill-switch/kill-switch.module.js';
import { NotificationsModule } from '../notifications/notifications.module.js';
import { SessionTokensModule } from '../session-tokens/session-tokens.module.js';
import { AdminController } from './admin.controller.js';
import { AdminStatusRepository } from './admin-status.repository.js';
import { AdminStatusService } from './admin-status.service.js';
import { MasterPasswordService } from './master-password.service.js';
import { ProcessStop, SignalToSelf } from './process-stop.port.js';
import { StatusChecks } from './status-checks.service.js';
import { ShutdownService } from './shutdown.service.js';

@Module({
  imports: [
    BrowserLoginsModule,
    DataKeyModule,
    ExposureModule,
    HealthModule,
    KillSwitchModule,
    NotificationsModule,
    SessionTokensModule,
  ],
  controllers: [AdminController],
  providers: [
    AdminStatusRepository,
    AdminStatusService,
    StatusChecks,
    MasterPasswordService,
    ShutdownService,
    { provide: ProcessStop, useClass: SignalToSelf },
  ],
})
export class AdminModule {}
