import { Global, Module } from '@nestjs/common';
import { AuthAudit } from '../../common/auth/auth-audit.js';
import { AuditEvidenceController } from './audit-evidence.controller.js';
import { AuditExport } from './audit-export.service.js';
import { AuditHeadsRepository } from './audit-heads.repository.js';
import { AuditHeads } from './audit-heads.service.js';
import { AuditHeadsTimer } from './audit-heads.timer.js';
import { AuditRanges } from './audit-range.service.js';
import { AuditVerification } from './audit-verification.service.js';
import { AuditWatch } from './audit-watch.service.js';
import { AuditController } from './audit.controller.js';
import { AuditRepository } from './audit.repository.js';
import { AuditService } from './audit.service.js';
import { AuditedAuthFailures } from './auth-failures.service.js';
import { EventLogRepository } from './event-log.repository.js';
import { EventLog } from './event-log.service.js';

/** Global: every act that matters writes here, in every module and in the workers. */
@Global()
@Module({
  controllers: [AuditEvidenceController, AuditController],
  providers: [
    AuditRepository,
    AuditService,
    AuditHeadsRepository,
    AuditHeads,
    AuditHeadsTimer,
    AuditRanges,
    AuditVerification,
    AuditWatch,
    AuditExport,
    EventLogRepository,
    EventLog,
    { provide: AuthAudit, useClass: AuditedAuthFailures },
  ],
  exports: [AuditService, EventLog, AuthAudit],
})
export class AuditModule {}
