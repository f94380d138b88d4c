import { Injectable } from '@nestjs/common';
import type { ChannelStatus } from '@waiaas/api-types';
import { Clock } from '../../common/time/clock.js';
import { OutboxLog, type TargetCount } from '../outbox/outbox-log.service.js';
import { Channels } from './channels/channels.service.js';

export interface Reachability {
  readonly reachable: boolean;
  readonly banner: string | null;
}

/** Whether a critical notice would reach somebody. */
@Injectable()
export class NotificationHealth {
  #known: { readonly ok: boolean; readonly since: number } | undefined;

  constructor(
    private readonly channels: Channels,
    private readonly log: OutboxLog,
    private readonly clock: Clock,
  ) {}

  async channelStatuses(): Promise<readonly ChannelStatus[]> {
    const [pending, dead] = await Promise.all([this.log.counts('PENDING'), this.log.counts('DEAD')]);
    return Promise.all(
      this.channels.names().map(async (name): Promise<ChannelStatus> => {
        const [last] = await this.log.attemptsOf({ kind: 'channel', target: name }, 1);
        return {
          name,
          enabled: this.channels.find(name) !== undefined,
          working: last === undefined ? null : last.status === 'success',
          lastError: last?.error ?? null,
          pending: countOf(pending, name),
          dead: countOf(dead, name),
        };
      }),
    );
  }

  /** A channel that was never tried counts as one that works: nobody was let down yet. */
  async reachability(statuses?: readonly ChannelStatus[]): Promise<Reachability> {
    if (!this.channels.isOn()) return { reachable: false, banner: 'Notifications are off: nobody is told of critical events.' };
    const enabled = (statuses ?? (await this.channelStatuses())).filter((channel) => channel.enabled);
    if (enabled.length === 0) return { reachable: false, banner: 'No channel is configured: nobody is told of critical events.' };
    if (enabled.some(({ working }) => working !== false)) return { reachable: true, banner: null };
    return { reachable: false, banner: 'No channel works: critical events reach nobody.' };
  }

  /** For the status page: like a readiness check, though nothing waits for it. */
  async check(): Promise<{
    readonly name: string;
    readonly ok: boolean;
    readonly since: number;
    readonly banner: string | null;
  }> {
    const { reachable: ok, banner } = await this.reachability();
    if (this.#known?.ok !== ok) this.#known = { ok, since: this.clock.nowSeconds() };
    return { name: 'notifications', ...this.#known, banner };
  }
}

function countOf(counts: readonly TargetCount[], name: string): number {
  return counts.find(({ kind, target }) => kind === 'channel' && target === name)?.count ?? 0;
}
