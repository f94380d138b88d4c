import type { Clock } from '../src/common/time/clock.js';
import type { Database } from '../src/infra/prisma/database.js';
import { AuditRepository } from '../src/modules/audit/audit.repository.js';
import { AuditService } from '../src/modules/audit/audit.service.js';
import { EventLogRepository } from '../src/modules/audit/event-log.repository.js';
import { EventLog } from '../src/modules/audit/event-log.service.js';

/** The audit chain of this database. */
export function auditOver(database: Database, clock: Clock): AuditService {
  return new AuditService(new AuditRepository(database), clock);
}

export function eventsOn(clock: Clock): EventLog {
  return new EventLog(new EventLogRepository(), clock);
}
