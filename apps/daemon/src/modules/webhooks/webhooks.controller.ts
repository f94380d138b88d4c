import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import type {
  CreateWebhookResponse,
  RedeliverResponse,
  TestWebhookResponse,
  WebhookItem,
  WebhookListResponse,
  WebhookLogResponse,
} from '@waiaas/api-types';
import type { Actor } from '../../common/auth/actor.js';
import { Auth, CurrentActor } from '../../common/auth/auth.decorator.js';
import { OutboxLog } from '../outbox/outbox-log.service.js';
import { CreateWebhookDto, RedeliverDto, UpdateWebhookDto, WebhookLogsQuery } from './dto/webhook.dto.js';
import { toWebhookItem, toWebhookLogItem } from './webhooks.mapper.js';
import { WebhooksService } from './webhooks.service.js';

const DEFAULT_LIMIT = 20;

@Controller('v1/webhooks')
export class WebhooksController {
  constructor(
    private readonly webhooks: WebhooksService,
    private readonly log: OutboxLog,
  ) {}

  @Post()
  @HttpCode(201)
  @Auth('master', { stepUp: true })
  async create(@Body() dto: CreateWebhookDto, @CurrentActor() actor: Actor): Promise<CreateWebhookResponse> {
    const { url, events, description = null } = dto;
    const { webhook, secret } = await this.webhooks.create({ url, events, description }, actor);
    return { ...toWebhookItem(webhook), secret };
  }

  @Get()
  @Auth('master')
  async list(): Promise<WebhookListResponse> {
    return { data: (await this.webhooks.list()).map(toWebhookItem) };
  }

  @Patch(':id')
  @Auth('master', { stepUp: true })
  async change(@Param('id') id: string, @Body() dto: UpdateWebhookDto, @CurrentActor() actor: Actor): Promise<WebhookItem> {
    return toWebhookItem(await this.webhooks.change(id, { ...dto }, actor));
  }

  @Delete(':id')
  @HttpCode(204)
  @Auth('master', { stepUp: true })
  async remove(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<void> {
    await this.webhooks.remove(id, actor);
  }

  @Get(':id/logs')
  @Auth('master')
  async logs(@Param('id') id: string, @Query() query: WebhookLogsQuery): Promise<WebhookLogResponse> {
    await this.webhooks.require(id);
    const filter = { kind: 'webhook', target: id, status: query.status, eventType: query.event_type } as const;
    return { data: (await this.log.attemptsOf(filter, query.limit ?? DEFAULT_LIMIT)).map(toWebhookLogItem) };
  }

  @Post(':id/test')
  @HttpCode(200)
  @Auth('master')
  async test(@Param('id') id: string, @CurrentActor() actor: Actor): Promise<TestWebhookResponse> {
    return { deliveryId: await this.webhooks.test(id, actor) };
  }

  @Post(':id/redeliver')
  @HttpCode(200)
  @Auth('master')
  async redeliver(@Param('id') id: string, @Body() dto: RedeliverDto, @CurrentActor() actor: Actor): Promise<RedeliverResponse> {
    return { queued: await this.webhooks.redeliver(id, dto.ids, actor) };
  }
}
