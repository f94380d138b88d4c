import { Injectable } from '@nestjs/common';
import { Database } from '../../infra/prisma/database.js';
import { newCounter, type AttemptCounter } from './password-attempts.js';

interface CounterColumns {
  readonly id: string;
  readonly failures: number;
  readonly windowStart: bigint;
  readonly lastAt: bigint;
  readonly lockedUntil: bigint | null;
}

/** Failures that outlive the process: a restart gives no new guesses. */
@Injectable()
export class AuthCountersRepository {
  constructor(private readonly database: Database) {}

  async find(id: string): Promise<AttemptCounter> {
    const row = await this.database.client.authCounter.findUnique({ where: { id } });
    return row === null ? newCounter(id) : toCounter(row);
  }

  /** Stores the counters and drops those nobody has touched since `forgetBefore`. */
  async save(counters: readonly AttemptCounter[], forgetBefore: number): Promise<void> {
    await this.database.transaction(async (tx) => {
      for (const counter of counters) {
        const columns = toColumns(counter);
        await tx.authCounter.upsert({ where: { id: counter.id }, create: columns, update: columns });
      }
      await tx.authCounter.deleteMany({ where: { lastAt: { lt: BigInt(forgetBefore) } } });
    });
  }

  async clear(id: string): Promise<void> {
    await this.database.transaction((tx) => tx.authCounter.deleteMany({ where: { id } }));
  }
}

function toCounter(row: CounterColumns): AttemptCounter {
  return {
    id: row.id,
    failures: row.failures,
    windowStart: Number(row.windowStart),
    lastAt: Number(row.lastAt),
    lockedUntil: row.lockedUntil === null ? null : Number(row.lockedUntil),
  };
}

function toColumns(counter: AttemptCounter): CounterColumns {
  return {
    id: counter.id,
    failures: counter.failures,
    windowStart: BigInt(counter.windowStart),
    lastAt: BigInt(counter.lastAt),
    lockedUntil: counter.lockedUntil === null ? null : BigInt(counter.lockedUntil),
  };
}
