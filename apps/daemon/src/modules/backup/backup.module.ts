import { Module } from '@nestjs/common';
import { BackupController } from './backup.controller.js';
import { BackupFolder } from './backup-folder.js';
import { BackupRun } from './backup-run.service.js';
import { BackupService } from './backup.service.js';
import { BackupTimer } from './backup.timer.js';
import { BackupTrail } from './backup-trail.service.js';
import { Installation } from './installation.repository.js';
import { RestoreReview } from './restore-review.service.js';

/** Needs the audit chain and `OpenTransactions` from global modules. */
@Module({
  controllers: [BackupController],
  providers: [BackupFolder, BackupRun, BackupService, BackupTimer, BackupTrail, Installation, RestoreReview],
})
export class BackupModule {}
