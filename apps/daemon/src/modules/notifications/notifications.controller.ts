import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import type {
  NotificationLogResponse,
  NotificationStatusResponse,
  RedeliverResponse,
  TestNotificationResponse,
} from '@waiaas/api-types';
import type { Actor } from '../../common/auth/actor.js';
import { Auth, CurrentActor } from '../../common/auth/auth.decorator.js';
import { OutboxLog } from '../outbox/outbox-log.service.js';
import { Channels } from './channels/channels.service.js';
import { RedeliverNoticesDto } from './dto/redeliver-notices.dto.js';
import { NotificationLogQuery, TestNotificationDto } from './dto/notifications.dto.js';
import { NotificationHealth } from './notification-health.service.js';
import { NotificationRedelivery } from './notification-redelivery.service.js';
import { NotificationTests } from './notification-tests.service.js';
import { toFilter, toLogItem } from './notifications.mapper.js';

const DEFAULT_PAGE_SIZE = 20;

@Controller('v1/admin/notifications')
export class NotificationsController {
  constructor(
    private readonly tests: NotificationTests,
    private readonly redelivery: NotificationRedelivery,
    private readonly health: NotificationHealth,
    private readonly channels: Channels,
    private readonly log: OutboxLog,
  ) {}

  @Get('status')
  @Auth('master')
  async status(): Promise<NotificationStatusResponse> {
    const channels = await this.health.channelStatuses();
    return { enabled: this.channels.isOn(), channels: [...channels], ...(await this.health.reachability(channels)) };
  }

  @Post('test')
  @HttpCode(200)
  @Auth('master')
  async test(@Body() dto: TestNotificationDto, @CurrentActor() actor: Actor): Promise<TestNotificationResponse> {
    return this.tests.run(dto.channel, actor);
  }

  @Post('redeliver')
  @HttpCode(200)
  @Auth('master')
  async redeliver(@Body() dto: RedeliverNoticesDto, @CurrentActor() actor: Actor): Promise<RedeliverResponse> {
    return { queued: await this.redelivery.run(dto.ids, actor) };
  }

  @Get('log')
  @Auth('master')
  async list(@Query() query: NotificationLogQuery): Promise<NotificationLogResponse> {
    const { page = 1, pageSize = DEFAULT_PAGE_SIZE } = query;
    const filter = toFilter(query);
    const [rows, total] = await Promise.all([this.log.page(filter, (page - 1) * pageSize, pageSize), this.log.total(filter)]);
    return { logs: rows.map(toLogItem), total, page, pageSize };
  }
}
