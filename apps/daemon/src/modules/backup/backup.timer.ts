import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Logger } from '../../common/logging/logger.js';
import { Clock } from '../../common/time/clock.js';
import { RuntimeSettings } from '../../config/runtime-settings.js';
import { BackupRun } from './backup-run.service.js';
import { BackupService } from './backup.service.js';
import { Installation } from './installation.repository.js';

const LOOK_MS = 60_000;
const SECONDS_PER_HOUR = 3600;

/** When the next backup is due follows from the newest archive, so a restart neither loses nor repeats one. */
@Injectable()
export class BackupTimer implements OnApplicationBootstrap, OnApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(
    private readonly runs: BackupRun,
    private readonly backups: BackupService,
    private readonly installation: Installation,
    private readonly settings: RuntimeSettings,
    private readonly clock: Clock,
    @Inject(Logger) private readonly log: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.#schedule();
  }

  async onApplicationShutdown(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  #schedule(): void {
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => {
      this.#running = this.#look().finally(() => this.#schedule());
    }, LOOK_MS).unref();
  }

  async #look(): Promise<void> {
    try {
      if (await this.#isDue()) await this.runs.run({ actor: 'schedule' });
    } catch (error) {
      this.log.error('the scheduled backup failed', error);
    }
  }

  async #isDue(): Promise<boolean> {
    const hours = this.settings.get('backup.interval_hours');
    if (hours === 0) return false;
    const [newest] = this.backups.list();
    const last = newest === undefined ? await this.installation.bornAt() : Date.parse(newest.header.createdAt) / 1000;
    return this.clock.nowSeconds() - last >= hours * SECONDS_PER_HOUR;
  }
}
