import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { DomainError } from '@waiaas/core';
import { Logger } from '../../common/logging/logger.js';
import { RepeatingTask } from '../../common/time/repeating-task.js';
import { Database } from '../../infra/prisma/database.js';
import { outsideChanges } from '../../infra/prisma/outside-changes.js';
import { AuditHeadsRepository } from './audit-heads.repository.js';
import { AuditVerification } from './audit-verification.service.js';
import { AuditRepository } from './audit.repository.js';
import { AuditService } from './audit.service.js';

const TICK_MS = 60_000;
const WHOLE_EVERY_MS = 3_600_000;

/**
 * Reads the chain again, whoever asks for nothing: at the start what came after the last signed head, a minute later all of it, and all of
 * it again at most once an hour where somebody else has written to the file. Begins where an admin has taken the chain as it was.
 *
 * An end that was cut off is not waited for: the head of the chain is compared before anything is paid (`RowGuard`).
 */
@Injectable()
export class AuditWatch implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #task: RepeatingTask;
  readonly #end = new AbortController();
  #isTailRead = false;
  #wholeSince: { readonly changes: number; readonly atMs: number } | undefined;

  constructor(
    private readonly database: Database,
    private readonly rows: AuditRepository,
    private readonly heads: AuditHeadsRepository,
    private readonly verification: AuditVerification,
    private readonly audit: AuditService,
    private readonly log: Logger,
  ) {
    this.#task = new RepeatingTask({
      everyMs: TICK_MS,
      work: () => this.look(),
      onError: (error) => {
        if (error instanceof DomainError && error.code === 'KEYSTORE_LOCKED') return;
        log.error('the audit chain could not be read again', error);
      },
    });
  }

  onApplicationBootstrap(): void {
    this.#task.wake();
  }

  async onModuleDestroy(): Promise<void> {
    this.#end.abort();
    await this.#task.stop();
  }

  /** One turn. */
  async look(): Promise<void> {
    const head = this.rows.headRow();
    // Without a key nothing can be said of the head, and what is known to be broken is told already.
    if (!this.rows.isVouching() || head?.isSound !== true || head.brokenAt !== null) return;
    if (!this.#isTailRead) {
      const signed = await this.heads.last();
      await this.#verifyAfter(Math.max(head.acceptedId, signed?.id ?? 0));
      this.#isTailRead = true;
    } else if (this.#isWholeDue()) {
      const [changes, atMs] = [outsideChanges(this.database.client), performance.now()];
      await this.#verifyAfter(head.acceptedId);
      await this.#count();
      this.#wholeSince = { changes, atMs };
    }
  }

  #isWholeDue(): boolean {
    if (this.#wholeSince === undefined) return true;
    const { changes, atMs } = this.#wholeSince;
    return performance.now() - atMs >= WHOLE_EVERY_MS && outsideChanges(this.database.client) !== changes;
  }

  async #verifyAfter(id: number): Promise<void> {
    const { brokenAt } = await this.verification.verifyAfter(id, this.#end.signal);
    if (brokenAt !== null && !this.#end.signal.aborted) await this.#report(brokenAt);
  }

  /** What an admin has taken is not read again, but its rows stay counted. */
  async #count(): Promise<void> {
    // The head first: what is written meanwhile only makes more of them.
    const head = this.rows.headRow();
    if (head === undefined || head.brokenAt !== null || (await this.rows.countAll()) >= head.rowCount) return;
    await this.#report(Math.max(head.acceptedId, 1));
  }

  async #report(brokenAt: number): Promise<void> {
    this.log.error('the audit chain is not what the daemon wrote', undefined, { brokenAt });
    await this.database.transaction(async (tx) => {
      // Where the end is gone this tells of it: the wound needs no second row.
      await this.audit.append(tx);
      if (this.rows.headRow(tx)?.brokenAt !== null) return;
      const details = { code: 'AUDIT_CHAIN_BROKEN', severity: 'critical', brokenAt };
      await this.audit.append(tx, { eventType: 'EXPOSURE_FINDING', actor: 'system', details, severity: 'critical' });
      this.rows.markBroken(tx, brokenAt);
    });
  }
}
