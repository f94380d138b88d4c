import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Injectable } from '@nestjs/common';
import { DomainError } from '@waiaas/core';
import { Logger } from '../../common/logging/logger.js';
import { Config } from '../../config/config.js';
import { RuntimeSettings } from '../../config/runtime-settings.js';
import { BackupFolder, type FoundBackup } from './backup-folder.js';
import { BackupService } from './backup.service.js';
import { BackupTrail, type BackupRequester } from './backup-trail.service.js';

const HOOK_TIMEOUT_MS = 600_000;
const run = promisify(execFile);

/** A whole backup: the archive, then the hook that takes it to another place, then the end of the oldest ones. */
@Injectable()
export class BackupRun {
  constructor(
    private readonly backups: BackupService,
    private readonly folder: BackupFolder,
    private readonly trail: BackupTrail,
    private readonly config: Config,
    private readonly settings: RuntimeSettings,
    private readonly log: Logger,
  ) {}

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

  /** The program with the path of the archive as its one argument: no shell, no secret and nothing of this environment. */
  async #callHook({ path: archive }: FoundBackup, by: BackupRequester): Promise<void> {
    const program = this.config.get('backup.hook');
    if (program === null) return;
    try {
      await run(program, [archive], { timeout: HOOK_TIMEOUT_MS, env: { PATH: '/usr/local/bin:/usr/bin:/bin' } });
    } catch (error) {
      this.log.error('the backup hook failed', error);
      await this.trail.failed(by, { step: 'hook', reason: 'HOOK_FAILED' });
    }
  }
}
