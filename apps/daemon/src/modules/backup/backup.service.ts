import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/time/clock.js';
import { Config } from '../../config/config.js';
import { databaseFile } from '../../config/database-file.js';
import { VERSION } from '../../config/version.js';
import { runInThread } from '../../infra/backup/archive-worker.js';
import { CONFIG_MEMBER } from '../../infra/backup/archive-jobs.js';
import type { SnapshotCheck } from '../../infra/prisma/snapshot.js';
import { BackupFolder, type FoundBackup } from './backup-folder.js';
import { BackupKeys } from './backup-keys.service.js';
import { BackupTrail, type BackupRequester } from './backup-trail.service.js';

export interface VerifiedBackup {
  readonly backup: FoundBackup;
  readonly checks: readonly SnapshotCheck[];
}

/** Encrypted copies of everything durable, made and checked while the daemon runs; one at a time. */
@Injectable()
export class BackupService {
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly folder: BackupFolder,
    private readonly trail: BackupTrail,
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly keys: BackupKeys,
  ) {}

  list(): readonly FoundBackup[] {
    return this.folder.list();
  }

  async create(by: BackupRequester): Promise<FoundBackup> {
    return this.#inTurn(() => this.#create(by));
  }

  /** Decrypts it aside and opens the database in it. Throws what is wrong with it. */
  async verify(filename: string): Promise<VerifiedBackup> {
    const backup = this.folder.find(filename);
    return this.#inTurn(async () => {
      const key = await this.keys.open(backup.header);
      const { path: archive } = backup;
      const checks = await runInThread({ kind: 'verify', archive, workFolder: this.folder.workFolder, key });
      return { backup, checks };
    });
  }

  async #create(by: BackupRequester): Promise<FoundBackup> {
    const id = randomUUID();
    const createdAt = new Date(this.clock.nowMs()).toISOString();
    const target = this.folder.newFile(createdAt, id);
    const { key, sealedKey } = await this.keys.make(id);
    await runInThread({
      ...{ kind: 'create', id, createdAt, target, key, sealedKey },
      databaseFile: databaseFile(this.config),
      configFile: path.join(this.config.dataDirectory, CONFIG_MEMBER),
      workFolder: this.folder.workFolder,
      daemonVersion: VERSION,
      schemaVersion: this.trail.schemaVersion,
    });
    key.fill(0);
    const made = this.folder.find(path.basename(target));
    await this.trail.created(by, { filename: made.filename, size: made.size });
    return made;
  }

  async #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(act, act);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }
}
