import { Global, Module } from '@nestjs/common';
import { AuthAudit } from '../../common/auth/auth-audit.js';
import { AuditController } from './audit.controller.js';
import { AuditRepository } from './audit.repository.js';
import { AuditService } from './audit.service.js';
import { AuditedAuthFailures } from './auth-failures.service.js';
import { EventLogRepository } from './event-log.repository.js';
import { EventLog } from './event-log.service.js';

/** Global: every act that matters writes here, in every module and in the workers. */
@Global()
@Module({
  controllers: [AuditController],
  providers: [AuditRepository, AuditService, EventLogRepository, EventLog, { provide: AuthAudit, useClass: AuditedAuthFailures }],
  exports: [AuditService, EventLog, AuthAudit],
})
export class AuditModule {}
