import type { NotificationLogItem } from '@waiaas/api-types';
import type { OutboxLog, StoredDelivery } from '../outbox/outbox-log.service.js';
import { type ChannelMessage, plainText } from './channels/channel.port.js';
import type { NotificationLogQuery } from './dto/notifications.dto.js';

type Filter = Parameters<OutboxLog['total']>[0];

const MAX_MESSAGE = 2000;

const FILTERS: Readonly<Record<NotificationLogItem['status'], Filter>> = {
  pending: { status: 'PENDING', attempts: 0 },
  failed: { status: 'PENDING', attempts: { gt: 0 } },
  sent: { status: 'DELIVERED' },
  dead: { status: 'DEAD' },
};

export function toFilter({ channel, status, eventType, since, until }: NotificationLogQuery): Filter {
  return {
    kind: 'channel',
    ...(channel === undefined ? {} : { target: channel }),
    ...(status === undefined ? {} : FILTERS[status]),
    ...(eventType === undefined ? {} : { eventType }),
    createdAt: { gte: BigInt(since ?? 0), lte: BigInt(until ?? Number.MAX_SAFE_INTEGER) },
  };
}

export function toLogItem(delivery: StoredDelivery): NotificationLogItem {
  const { id, eventType, walletId, target, error, createdAt } = delivery;
  const message = plainText(JSON.parse(delivery.payload) as ChannelMessage, MAX_MESSAGE);
  return { id, eventType, walletId, channel: target, status: statusOf(delivery), error, message, createdAt };
}

function statusOf({ status, attempts }: StoredDelivery): NotificationLogItem['status'] {
  switch (status) {
    case 'DELIVERED':
      return 'sent';
    case 'DEAD':
      return 'dead';
    case 'PENDING':
      return attempts === 0 ? 'pending' : 'failed';
  }
}
