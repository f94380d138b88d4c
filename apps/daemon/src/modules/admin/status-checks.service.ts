import { Injectable } from '@nestjs/common';
import type { AdminStatus } from '@waiaas/api-types';
import { StatusChecksService } from '../health/status-checks.service.js';
import { NotificationHealth } from '../notifications/notification-health.service.js';

const CLOCK_BANNER =
  'The clock of this machine cannot be believed: payments ask for approval. Set it right, or confirm it by POST /v1/admin/clock/confirm.';

const INTEGRITY_BANNER =
  'Rows in the database are not what the daemon wrote: what they decide is stopped. GET /v1/admin/integrity shows them.';

/** What works and what does not, the things that nothing waits for included. */
@Injectable()
export class StatusChecks {
  constructor(
    private readonly health: StatusChecksService,
    private readonly notifications: NotificationHealth,
  ) {}

  async read(): Promise<Pick<AdminStatus, 'checks' | 'banners'>> {
    const [checks, { banner, ...told }] = await Promise.all([this.health.checks(), this.notifications.check()]);
    const isClockInDoubt = checks.some(({ name, ok }) => name === 'clock' && !ok);
    const isAltered = checks.some(({ name, ok }) => name === 'integrity' && !ok);
    const banners = [
      ...(isClockInDoubt ? [CLOCK_BANNER] : []),
      ...(isAltered ? [INTEGRITY_BANNER] : []),
      ...(banner === null ? [] : [banner]),
    ];
    return { checks: [...checks, told], banners };
  }
}
