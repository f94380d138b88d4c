import { Injectable } from '@nestjs/common';
import { Database } from '../../infra/prisma/database.js';
import { AuditService } from '../audit/audit.service.js';

export interface BackupRequester {
  readonly actor: string;
  readonly ipAddress?: string;
}

/** What the chain says of backups. */
@Injectable()
export class BackupTrail {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditService,
  ) {}

  get schemaVersion(): number {
    return this.database.schemaVersion;
  }

  async created(by: BackupRequester, details: { readonly filename: string; readonly size: number }): Promise<void> {
    await this.#append('BACKUP_CREATED', by, { details, severity: 'info' });
  }

  async failed(by: BackupRequester, details: { readonly step: 'archive' | 'hook'; readonly reason: string }): Promise<void> {
    await this.#append('BACKUP_FAILED', by, { details, severity: 'critical' });
  }

  async #append(
    eventType: 'BACKUP_CREATED' | 'BACKUP_FAILED',
    by: BackupRequester,
    entry: { readonly details: Record<string, string | number>; readonly severity: 'info' | 'critical' },
  ): Promise<void> {
    await this.database.transaction((tx) => this.audit.append(tx, { eventType, ...by, ...entry }));
  }
}
