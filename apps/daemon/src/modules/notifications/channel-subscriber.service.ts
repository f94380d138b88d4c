import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/time/clock.js';
import { IdSource } from '../../common/time/id-source.js';
import { RuntimeSettings } from '../../config/runtime-settings.js';
import type { HashedAuditRow } from '../audit/audit.service.js';
import type { Delivery, NewDelivery, Outcome, OutboxSubscriber } from '../outbox/outbox-subscriber.port.js';
import type { ChannelMessage } from './channels/channel.port.js';
import { Channels } from './channels/channels.service.js';
import { joinMessages } from './notice.js';
import { Notices } from './notices.service.js';

/** Tells people of rows of the chain: critical ones at once and each by itself, ordinary ones collected. */
@Injectable()
export class ChannelSubscriber implements OutboxSubscriber {
  readonly kind = 'channel';
  /** One message after the other, or they would overtake each other. */
  readonly concurrency = 1;

  constructor(
    private readonly channels: Channels,
    private readonly notices: Notices,
    private readonly settings: RuntimeSettings,
    private readonly ids: IdSource,
    private readonly clock: Clock,
  ) {}

  async hasTargets(): Promise<boolean> {
    return this.channels.enabled().length > 0;
  }

  async deliveriesFor(rows: readonly HashedAuditRow[]): Promise<readonly NewDelivery[]> {
    const targets = this.channels.enabled();
    if (targets.length === 0) return [];
    const now = this.clock.nowSeconds();
    return (await this.notices.of(rows)).flatMap(({ row, message }) =>
      targets.map(({ name }) => ({
        id: this.ids.next(),
        kind: 'channel' as const,
        target: name,
        auditId: row.id,
        eventType: row.eventType,
        walletId: row.walletId,
        lane: null,
        isUrgent: message.isUrgent,
        payload: JSON.stringify(message),
        dueAt: message.isUrgent ? now : this.#endOfWindow(now),
      })),
    );
  }

  group(due: readonly Delivery[]): readonly (readonly Delivery[])[] {
    // One that says nothing any more goes by itself, and fails by itself.
    const isAlone = (delivery: Delivery): boolean => delivery.isUrgent || messageOf(delivery) === undefined;
    const alone = due.filter(isAlone).map((delivery) => [delivery]);
    const together = due.filter((delivery) => !isAlone(delivery));
    return together.length === 0 ? alone : [...alone, together];
  }

  async deliver(group: readonly Delivery[], signal: AbortSignal): Promise<Outcome> {
    const channel = this.channels.find(group[0]?.target ?? '');
    if (channel === undefined) return { kind: 'failed', error: 'NOT_CONFIGURED' };
    const messages = group.flatMap((delivery) => messageOf(delivery) ?? []);
    if (messages.length < group.length) return { kind: 'failed', error: 'PAYLOAD_DAMAGED' };
    return channel.send(joinMessages(messages, this.settings.get('notifications.language')), signal);
  }

  /** Everything of one window is due at one time, so that it goes out in one message. */
  #endOfWindow(now: number): number {
    const window = this.settings.get('notifications.coalesce_seconds');
    return window === 0 ? now : (Math.floor(now / window) + 1) * window;
  }
}

/** Undefined where somebody damaged it in the file. */
function messageOf({ payload }: Delivery): ChannelMessage | undefined {
  try {
    const read = JSON.parse(payload) as Partial<ChannelMessage> | null;
    const isWhole = typeof read?.title === 'string' && Array.isArray(read.lines);
    return isWhole ? (read as ChannelMessage) : undefined;
  } catch {
    return undefined;
  }
}
