import { Module } from '@nestjs/common';
import { BackupController } from './backup.controller.js';
import { BackupFolder } from './backup-folder.js';
import { BackupKeysRepository } from './backup-keys.repository.js';
import { BackupKeys } from './backup-keys.service.js';
import { BackupRun } from './backup-run.service.js';
import { BackupService } from './backup.service.js';
import { BackupTimer } from './backup.timer.js';
import { BackupTrail } from './backup-trail.service.js';
import { Installation } from './installation.repository.js';
import { RestoreReview } from './restore-review.service.js';

/** Needs the audit chain and `OpenTransactions` from global modules. */
@Module({
  controllers: [BackupController],
  providers: [
    BackupFolder,
    BackupKeys,
    BackupKeysRepository,
    BackupRun,
    BackupService,
    BackupTimer,
    BackupTrail,
    Installation,
    RestoreReview,
  ],
})
export class BackupModule {}
