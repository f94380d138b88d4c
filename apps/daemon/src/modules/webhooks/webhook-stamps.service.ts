import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/time/clock.js';
import { IdSource } from '../../common/time/id-source.js';

/** Clock and ids in one, which only ever go together here. */
@Injectable()
export class WebhookStamps {
  constructor(
    private readonly clock: Clock,
    private readonly ids: IdSource,
  ) {}

  now(): number {
    return this.clock.nowSeconds();
  }

  nextId(): string {
    return this.ids.next();
  }
}
