import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DomainError, sha256Hex, type SignerPort } from '@waiaas/core';
import { Logger } from '../../common/logging/logger.js';
import { RepeatingTask } from '../../common/time/repeating-task.js';
import { Database } from '../../infra/prisma/database.js';
import { openRowKey } from '../../infra/prisma/row-key.repository.js';
import type { UnsoundRow } from '../../infra/prisma/unsound-rows.js';
import { SIGNER } from '../../infra/signer/signer.token.js';
import { AuditService } from '../audit/audit.service.js';

const TICK_MS = 1000;
const LOOK_EVERY_TICKS = 60;
/** What is found one by one within this time is told together. */
const QUIET_MS = 10_000;
const NAMED = 20;

/**
 * Looks through the rows every minute, whoever asks for nothing, and tells of what is not what the daemon wrote: once, in the log and in
 * the chain, from where it reaches people. Opens the key once the signer is unlocked.
 */
@Injectable()
export class IntegrityWatch implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #task: RepeatingTask;
  #ticks = 0;
  #told: ReadonlySet<string> = new Set();
  #toldAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly database: Database,
    @Inject(SIGNER) private readonly signer: SignerPort,
    private readonly audit: AuditService,
    private readonly log: Logger,
  ) {
    this.#task = new RepeatingTask({
      everyMs: TICK_MS,
      work: () => this.#tick(),
      onError: (error) => {
        if (error instanceof DomainError && error.code === 'KEYSTORE_LOCKED') return;
        log.error('the rows of the database could not be looked through', error);
      },
    });
    database.guard.onChange(() => this.#task.wake());
  }

  onApplicationBootstrap(): void {
    this.#task.wake();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#task.stop();
  }

  async #tick(): Promise<void> {
    const { guard, client } = this.database;
    if (!guard.seals.isOpen) await openRowKey(this.database, this.signer);
    if (this.#ticks % LOOK_EVERY_TICKS === 0) guard.lookAround(client);
    this.#ticks += 1;
    await this.#tell(guard.unsound);
  }

  async #tell(rows: readonly UnsoundRow[]): Promise<void> {
    const names = rows.map(({ table, id }) => `${table} ${id}`.trim());
    const fresh = names.filter((name) => !this.#told.has(name));
    if (fresh.length === 0) {
      this.#told = new Set(names);
      return;
    }
    if (performance.now() - this.#toldAtMs < QUIET_MS) return;
    const digest = sha256Hex(names.join('\n'));
    const isNews = !(await this.#wasToldBefore(digest));
    this.#told = new Set(names);
    if (!isNews) return;
    await this.#record(names, digest);
    this.#toldAtMs = performance.now();
  }

  /** By the process before this one. */
  async #wasToldBefore(digest: string): Promise<boolean> {
    const [[last], [adopted]] = await Promise.all([
      this.audit.list({ eventType: 'INTEGRITY_VIOLATION' }, { limit: 1 }),
      this.audit.list({ eventType: 'INTEGRITY_ADOPTED' }, { limit: 1 }),
    ]);
    if (last === undefined || this.#told.size > 0 || (adopted !== undefined && adopted.id > last.id)) return false;
    return this.#toldAtMs === Number.NEGATIVE_INFINITY && last.details.includes(digest);
  }

  async #record(names: readonly string[], digest: string): Promise<void> {
    const rows = names.slice(0, NAMED);
    this.log.error('rows of the database are not what the daemon wrote', undefined, {
      count: names.length,
      rows: rows.join(', '),
    });
    await this.database.transaction((tx) =>
      this.audit.append(tx, {
        eventType: 'INTEGRITY_VIOLATION',
        actor: 'system',
        details: { count: names.length, digest, rows },
        severity: 'critical',
      }),
    );
  }
}
