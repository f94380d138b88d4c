import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/time/clock.js';
import { Database } from '../../infra/prisma/database.js';
import type { Metric } from './exposition.js';
import { gauge } from './process-counters.js';

const OPEN = ['PENDING', 'QUEUED', 'EXECUTING', 'SUBMITTED'];

/** What waits, how much and since when. No wallet, session or address is named. */
@Injectable()
export class QueueFigures {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async metrics(): Promise<readonly Metric[]> {
    const { client } = this.database;
    const now = this.clock.nowSeconds();
    const [open, approvals, unfinal, deliveries] = await Promise.all([
      client.transaction.groupBy({
        by: ['status', 'network'],
        where: { status: { in: OPEN } },
        _count: { _all: true },
        _min: { updatedAt: true },
      }),
      client.transaction.count({ where: { status: 'QUEUED', waitReason: 'APPROVAL' } }),
      client.transaction.count({ where: { status: 'CONFIRMED', finalizedAt: null } }),
      client.delivery.groupBy({
        by: ['kind', 'status'],
        where: { status: { in: ['PENDING', 'DEAD'] } },
        _count: { _all: true },
        _min: { createdAt: true },
      }),
    ]);
    const age = (since: bigint | null): number => (since === null ? 0 : Math.max(0, now - Number(since)));
    return [
      {
        ...{ name: 'waiaas_transactions_open', help: 'Transactions that are not over, by stage.', type: 'gauge' },
        samples: open.map(({ status, network, _count }) => ({ labels: { status, network }, value: _count._all })),
      },
      {
        ...{
          name: 'waiaas_transactions_oldest_age_seconds',
          help: 'Since when the one longest in its stage is there.',
          type: 'gauge',
        },
        samples: open.map(({ status, network, _min }) => ({ labels: { status, network }, value: age(_min.updatedAt) })),
      },
      gauge('waiaas_approvals_pending', 'Transactions that wait for a yes.', approvals),
      gauge('waiaas_transactions_not_final', 'Transactions in a block that may still go.', unfinal),
      {
        ...{ name: 'waiaas_deliveries', help: 'Notices and webhooks that are not delivered.', type: 'gauge' },
        samples: deliveries.map(({ kind, status, _count }) => ({ labels: { kind, status }, value: _count._all })),
      },
      {
        ...{ name: 'waiaas_deliveries_oldest_age_seconds', help: 'Age of the oldest of them.', type: 'gauge' },
        samples: deliveries.map(({ kind, status, _min }) => ({ labels: { kind, status }, value: age(_min.createdAt) })),
      },
    ];
  }
}
