import { Injectable } from '@nestjs/common';
import type { ChannelName, TestNotificationResponse } from '@waiaas/api-types';
import { type Actor, actorLabel } from '../../common/auth/actor.js';
import { Database } from '../../infra/prisma/database.js';
import type { CallOutcome } from '../../infra/outbound/outbound-outcome.js';
import { AuditService } from '../audit/audit.service.js';
import { DeliveryTests } from '../outbox/delivery-tests.service.js';
import { Channels } from './channels/channels.service.js';
import { Notices } from './notices.service.js';

interface Tried {
  readonly channel: ChannelName;
  readonly outcome: CallOutcome;
  readonly durationMs: number;
}

/** Sends a test at once; what came of it is kept as any other attempt. */
@Injectable()
export class NotificationTests {
  constructor(
    private readonly database: Database,
    private readonly channels: Channels,
    private readonly notices: Notices,
    private readonly tests: DeliveryTests,
    private readonly audit: AuditService,
  ) {}

  /** To one channel, or to all that are configured. */
  async run(channel: ChannelName | undefined, actor: Actor): Promise<TestNotificationResponse> {
    const names = channel === undefined ? this.channels.enabled().map(({ name }) => name) : [channel];
    const tried = await Promise.all(names.map((name) => this.#try(name)));
    await this.database.transaction(async (tx) => {
      await this.tests.note(
        tx,
        tried.map(({ channel: target, ...result }) => ({ kind: 'channel', target, ...result })),
      );
      await this.audit.append(tx, {
        eventType: 'NOTIFICATION_TESTED',
        actor: actorLabel(actor),
        details: { results: tried.map(({ channel: name, outcome }) => ({ channel: name, outcome: outcome.kind })) },
        severity: 'info',
        ipAddress: actor.clientAddress,
      });
    });
    return { results: tried.map(resultOf) };
  }

  async #try(name: ChannelName): Promise<Tried> {
    const startedMs = performance.now();
    const outcome = await this.#send(name);
    return { channel: name, outcome, durationMs: Math.round(performance.now() - startedMs) };
  }

  async #send(name: ChannelName): Promise<CallOutcome> {
    const channel = this.channels.find(name);
    if (channel === undefined) return { kind: 'failed', error: 'NOT_CONFIGURED' };
    return channel.send(this.notices.test(), new AbortController().signal);
  }
}

function resultOf({ channel, outcome }: Tried): TestNotificationResponse['results'][number] {
  return {
    channel,
    success: outcome.kind === 'delivered',
    ...(outcome.kind === 'failed' ? { error: outcome.error } : {}),
  };
}
