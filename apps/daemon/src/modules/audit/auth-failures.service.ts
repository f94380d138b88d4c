import { Injectable } from '@nestjs/common';
import { AuthAudit, type MasterAuthFailure } from '../../common/auth/auth-audit.js';
import { Database } from '../../infra/prisma/database.js';
import { AuditService } from './audit.service.js';

/** Wrong master passwords in the chain. Nothing of the password is kept, not even its length. */
@Injectable()
export class AuditedAuthFailures extends AuthAudit {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditService,
  ) {
    super();
  }

  override async masterAuthFailed(failure: MasterAuthFailure): Promise<void> {
    await this.database.transaction((tx) =>
      this.audit.append(tx, {
        eventType: 'MASTER_AUTH_FAILED',
        actor: 'public',
        details: { peerAddress: failure.peerAddress, clientAddress: failure.clientAddress, count: failure.count },
        severity: 'critical',
        ipAddress: failure.clientAddress,
      }),
    );
  }
}
