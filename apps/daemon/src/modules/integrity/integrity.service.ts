import { Injectable } from '@nestjs/common';
import type { IntegrityAdopted, IntegrityReport } from '@waiaas/api-types';
import { DomainError } from '@waiaas/core';
import { type Actor, actorLabel } from '../../common/auth/actor.js';
import { Database } from '../../infra/prisma/database.js';
import { AuditService } from '../audit/audit.service.js';
import { SessionCache } from '../session-tokens/session-cache.service.js';
import { AlteredRowsRepository } from './altered-rows.repository.js';

const SHOWN = 200;
const NAMED = 20;

/** What stands in the database and was not written by the daemon: shown, and taken as it is where the admin says so. */
@Injectable()
export class IntegrityService {
  constructor(
    private readonly database: Database,
    private readonly rows: AlteredRowsRepository,
    private readonly audit: AuditService,
    private readonly sessions: SessionCache,
  ) {}

  async report(): Promise<IntegrityReport> {
    if (!this.database.guard.seals.isOpen) throw new DomainError('KEYSTORE_LOCKED');
    // In one transaction, so that rows and digest are of one moment.
    const { rows, digest } = await this.database.transaction((tx) => Promise.resolve(this.rows.read(tx)));
    return { isSound: rows.length === 0, total: rows.length, rows: rows.slice(0, SHOWN), digest };
  }

  /** Exactly what the report showed: whatever was changed since then is looked at first. Throws `VERSION_CONFLICT`. */
  async adopt(actor: Actor, digest: string): Promise<IntegrityAdopted> {
    if (!this.database.guard.seals.isOpen) throw new DomainError('KEYSTORE_LOCKED');
    try {
      return await this.#adopt(actor, digest);
    } finally {
      // What was looked at inside may not have been committed.
      this.database.guard.look(this.database.client);
      this.sessions.invalidateAll();
    }
  }

  async #adopt(actor: Actor, digest: string): Promise<IntegrityAdopted> {
    return this.database.transaction(async (tx) => {
      const seen = this.rows.read(tx);
      if (seen.digest !== digest) throw new DomainError('VERSION_CONFLICT', { hint: 'Read the report again, and decide anew.' });
      if (seen.rows.length === 0) throw new DomainError('INVALID_STATE_TRANSITION', { hint: 'No row was altered.' });
      if (seen.rows.some(({ table }) => table === 'schema'))
        throw new DomainError('INVALID_STATE_TRANSITION', {
          hint: 'Somebody put triggers or views into the database file. Drop them first.',
        });
      if (seen.unreadable !== undefined)
        throw new DomainError('INVALID_STATE_TRANSITION', {
          hint: `What stands in ${seen.unreadable} cannot be read, by nobody. Mend it from a backup, or remove the row, first.`,
        });
      // The chain first: where its end was cut off it goes on from what was written, so that the wound stays visible.
      await this.audit.append(tx);
      const result = this.rows.adopt(tx, seen.found);
      await this.audit.append(tx, {
        eventType: 'INTEGRITY_ADOPTED',
        actor: actorLabel(actor),
        details: { ...result, digest, rows: seen.rows.slice(0, NAMED).map(({ table, id }) => `${table} ${id}`) },
        severity: 'critical',
        ipAddress: actor.clientAddress,
      });
      return result;
    });
  }
}
