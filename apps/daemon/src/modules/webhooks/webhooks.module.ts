import { Module, type OnModuleInit } from '@nestjs/common';
import { OutboundModule } from '../../infra/outbound/outbound.module.js';
import { OutboxModule } from '../outbox/outbox.module.js';
import { Outbox } from '../outbox/outbox.service.js';
import { WebhookActs } from './webhook-acts.service.js';
import { WebhookSecrets } from './webhook-secrets.service.js';
import { WebhookStamps } from './webhook-stamps.service.js';
import { WebhookSubscriber } from './webhook-subscriber.service.js';
import { WebhooksController } from './webhooks.controller.js';
import { WebhooksRepository } from './webhooks.repository.js';
import { WebhooksService } from './webhooks.service.js';

@Module({
  imports: [OutboxModule, OutboundModule],
  controllers: [WebhooksController],
  providers: [WebhooksRepository, WebhookSecrets, WebhookStamps, WebhookSubscriber, WebhookActs, WebhooksService],
})
export class WebhooksModule implements OnModuleInit {
  constructor(
    private readonly outbox: Outbox,
    private readonly subscriber: WebhookSubscriber,
  ) {}

  onModuleInit(): void {
    this.outbox.register(this.subscriber);
  }
}
