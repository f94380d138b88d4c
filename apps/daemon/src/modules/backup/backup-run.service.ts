import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { DomainError } from '@waiaas/core';
import { Logger } from '../../common/logging/logger.js';
import { Config } from '../../config/config.js';
import { RuntimeSettings } from '../../config/runtime-settings.js';
import { HookError, runBackupHook } from '../../infra/backup/backup-hook.js';
import { BackupFolder, type FoundBackup } from './backup-folder.js';
import { BackupService } from './backup.service.js';
import { BackupTrail, type BackupRequester } from './backup-trail.service.js';

const HOOK_TIMEOUT_MS = 600_000;

/** A whole backup: the archive, then the hook that takes it to another place, then the end of the oldest ones. */
@Injectable()
export class BackupRun implements BeforeApplicationShutdown {
  readonly #stop = new AbortController();

  constructor(
    private readonly backups: BackupService,
    private readonly folder: BackupFolder,
    private readonly trail: BackupTrail,
    private readonly config: Config,
    private readonly settings: RuntimeSettings,
    private readonly log: Logger,
  ) {}

  /** A hook that hangs must not hold up a stop. The archive is made, and the next start has it. */
  beforeApplicationShutdown(): void {
    this.#stop.abort();
  }

  async run(by: BackupRequester): Promise<FoundBackup> {
    const made = await this.#make(by);
    await this.#callHook(made, by);
    this.folder.prune(this.settings.get('backup.retention_count'));
    return made;
  }

  async #make(by: BackupRequester): Promise<FoundBackup> {
    try {
      return await this.backups.create(by);
    } catch (error) {
      this.log.error('a backup failed', error instanceof DomainError ? (error.cause ?? error) : error);
      const reason = error instanceof DomainError ? error.code : 'INTERNAL_ERROR';
      await this.trail.failed(by, { step: 'archive', reason });
      throw error;
    }
  }

  async #callHook({ path: archive }: FoundBackup, by: BackupRequester): Promise<void> {
    const program = this.config.get('backup.hook');
    if (program === null) return;
    try {
      await runBackupHook(program, archive, { timeoutMs: HOOK_TIMEOUT_MS, signal: this.#stop.signal });
    } catch (error) {
      this.log.error('the backup hook failed', error);
      await this.trail.failed(by, { step: 'hook', reason: error instanceof HookError ? error.reason : 'HOOK_FAILED' });
    }
  }
}
