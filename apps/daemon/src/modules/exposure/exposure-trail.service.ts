import { Injectable } from '@nestjs/common';
import type { ExposureFinding } from '@waiaas/api-types';
import { Sightings } from '../../common/http/sightings.js';
import { Database, type Tx } from '../../infra/prisma/database.js';
import { AuditService } from '../audit/audit.service.js';
import { EventLog } from '../audit/event-log.service.js';
import { ExposureRepository } from './exposure.repository.js';
import { FindingsService } from './findings.service.js';

/**
 * Keeps what was seen, and tells of a finding once when it appears. Which findings are told is stored, so that a restart repeats
 * nothing and a finding that was gone in between is told again.
 */
@Injectable()
export class ExposureTrail {
  constructor(
    private readonly database: Database,
    private readonly rows: ExposureRepository,
    private readonly sightings: Sightings,
    private readonly findings: FindingsService,
    private readonly audit: AuditService,
    private readonly events: EventLog,
  ) {}

  /** Takes up what earlier processes saw. */
  async restore(): Promise<void> {
    this.sightings.restore(await this.rows.sightingsSince(this.sightings.oldestHour()));
  }

  /** Stores what is new since the last time, counters and findings together. */
  async store(): Promise<void> {
    const changed = this.sightings.takeChanged();
    try {
      const present = await this.findings.list();
      await this.database.transaction(async (tx) => {
        if (changed.length > 0) await this.rows.storeSightings(tx, changed, this.sightings.oldestHour());
        await this.#tell(tx, present);
      });
    } catch (error) {
      this.sightings.returnChanged(changed);
      throw error;
    }
  }

  async #tell(tx: Tx, present: readonly ExposureFinding[]): Promise<void> {
    const told = new Map((await this.rows.raised(tx)).map((row) => [row.code, row.severity]));
    for (const finding of present) {
      // Worse than it was told is news.
      if (told.get(finding.code) !== finding.severity) await this.#raise(tx, finding);
    }
    const gone = [...told.keys()].filter((code) => !present.some((finding) => finding.code === code));
    if (gone.length > 0) await this.rows.clear(tx, gone);
  }

  async #raise(tx: Tx, { code, severity }: ExposureFinding): Promise<void> {
    await this.rows.raise(tx, { code, severity });
    await this.audit.append(tx, { eventType: 'EXPOSURE_FINDING', actor: 'system', details: { code, severity }, severity });
    await this.events.append(tx, { kind: 'exposure', data: { code, severity } });
  }
}
