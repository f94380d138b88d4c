import { Injectable } from '@nestjs/common';
import type { AdminStatus } from '@waiaas/api-types';
import { StatusChecksService } from '../health/status-checks.service.js';
import { NotificationHealth } from '../notifications/notification-health.service.js';

/** What works and what does not, the things that nothing waits for included. */
@Injectable()
export class StatusChecks {
  constructor(
    private readonly health: StatusChecksService,
    private readonly notifications: NotificationHealth,
  ) {}

  async read(): Promise<Pick<AdminStatus, 'checks' | 'banners'>> {
    const [checks, { banner, ...told }] = await Promise.all([this.health.checks(), this.notifications.check()]);
    return { checks: [...checks, told], banners: banner === null ? [] : [banner] };
  }
}
