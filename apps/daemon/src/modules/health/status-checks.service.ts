import { Injectable } from '@nestjs/common';
import { Database } from '../../infra/prisma/database.js';
import { Clock } from '../../common/time/clock.js';
import { PriceService } from '../../infra/prices/price.service.js';
import { ReadinessService, type ReadinessCheck } from './readiness.service.js';

/** What the admin sees: readiness in detail, and the price sources, whose failure asks for more consent but stops nothing. */
@Injectable()
export class StatusChecksService {
  readonly #since = new Map<string, ReadinessCheck>();

  constructor(
    private readonly readiness: ReadinessService,
    private readonly prices: PriceService,
    private readonly clock: Clock,
    private readonly database: Database,
  ) {}

  async checks(): Promise<readonly ReadinessCheck[]> {
    const sources = this.prices.status().filter(({ state }) => state !== 'off');
    return [
      ...(await this.readiness.checks()),
      this.#note('clock', !this.clock.isInDoubt()),
      this.#note('integrity', this.database.guard.unsound.length === 0),
      ...sources.map(({ source, state }) => this.#note(`prices:${source}`, state !== 'failing')),
    ];
  }

  #note(name: string, ok: boolean): ReadinessCheck {
    const before = this.#since.get(name);
    const check = before?.ok === ok ? before : { name, ok, since: this.clock.nowSeconds() };
    this.#since.set(name, check);
    return check;
  }
}
