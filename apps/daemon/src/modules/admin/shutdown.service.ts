import { Injectable } from '@nestjs/common';
import { type Actor, actorLabel } from '../../common/auth/actor.js';
import { Database } from '../../infra/prisma/database.js';
import { AuditService } from '../audit/audit.service.js';
import { ProcessStop } from './process-stop.port.js';

@Injectable()
export class ShutdownService {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditService,
    private readonly process: ProcessStop,
  ) {}

  async record(actor: Actor): Promise<void> {
    await this.database.transaction((tx) =>
      this.audit.append(tx, {
        eventType: 'SHUTDOWN_REQUESTED',
        actor: actorLabel(actor),
        details: {},
        severity: 'warning',
        ipAddress: actor.clientAddress,
      }),
    );
  }

  stop(): void {
    this.process.request();
  }
}
