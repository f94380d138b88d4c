import { Injectable } from '@nestjs/common';
import type { SpendingHistoryResponse } from '@waiaas/api-types';
import { formatAmount } from '@waiaas/core';
import { Clock } from '../../common/time/clock.js';
import { OversightRepository } from './oversight.repository.js';

const DAY_SECONDS = 86_400;
const HOUR_SECONDS = 3600;
const MICROS_PER_USD = 1_000_000n;
const MICROS_DIGITS = 6;

/** What all wallets together have spent over some days, as it was valued then. */
@Injectable()
export class SpendingHistory {
  constructor(
    private readonly rows: OversightRepository,
    private readonly clock: Clock,
  ) {}

  async read(days: number): Promise<SpendingHistoryResponse> {
    const to = this.clock.nowSeconds();
    const from = Math.floor((to - days * DAY_SECONDS) / HOUR_SECONDS) * HOUR_SECONDS;
    const hours = await this.rows.hourly(from);
    const points = hours.map(({ hour, dollars, micros, requests, unvalued }) => ({
      at: Number(hour),
      usd: formatAmount(BigInt(dollars) * MICROS_PER_USD + BigInt(micros), MICROS_DIGITS),
      requests: Number(requests),
      hasUnvalued: unvalued > 0n,
    }));
    return { from, to, points };
  }
}
