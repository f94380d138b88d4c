import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import type { BackupResponse, BackupsResponse, VerifyBackupResponse } from '@waiaas/api-types';
import { actorLabel, type Actor } from '../../common/auth/actor.js';
import { Auth, CurrentActor } from '../../common/auth/auth.decorator.js';
import { RuntimeSettings } from '../../config/runtime-settings.js';
import type { FoundBackup } from './backup-folder.js';
import { BackupRun } from './backup-run.service.js';
import { BackupService } from './backup.service.js';
import { VerifyBackupDto } from './dto/verify-backup.dto.js';

@Controller('v1/admin')
export class BackupController {
  constructor(
    private readonly runs: BackupRun,
    private readonly backups: BackupService,
    private readonly settings: RuntimeSettings,
  ) {}

  @Post('backup')
  @HttpCode(200)
  @Auth('master')
  async create(@CurrentActor() actor: Actor): Promise<BackupResponse> {
    return toBackup(await this.runs.run({ actor: actorLabel(actor), ipAddress: actor.clientAddress }));
  }

  @Get('backups')
  @Auth('master')
  list(): BackupsResponse {
    const backups = this.backups.list().map(toBackup);
    return { backups, total: backups.length, retention_count: this.settings.get('backup.retention_count') };
  }

  @Post('backup/verify')
  @HttpCode(200)
  @Auth('master')
  async verify(@Body() dto: VerifyBackupDto): Promise<VerifyBackupResponse> {
    const { backup, checks } = await this.backups.verify(dto.filename);
    const { createdAt, schemaVersion } = backup.header;
    return {
      ok: checks.every(({ ok }) => ok),
      checks: checks.map(({ name, ok }) => ({ name, ok })),
      created_at: createdAt,
      schema_version: schemaVersion,
    };
  }
}

function toBackup({ path, filename, size, header }: FoundBackup): BackupResponse {
  return {
    path,
    filename,
    size,
    created_at: header.createdAt,
    daemon_version: header.daemonVersion,
    schema_version: header.schemaVersion,
    file_count: header.files.length,
  };
}
