import { Module, type OnModuleInit } from '@nestjs/common';
import { OutboundModule } from '../../infra/outbound/outbound.module.js';
import { OutboxModule } from '../outbox/outbox.module.js';
import { Outbox } from '../outbox/outbox.service.js';
import { ChannelSubscriber } from './channel-subscriber.service.js';
import { ChannelList, Channels } from './channels/channels.service.js';
import { DiscordChannel } from './channels/discord.channel.service.js';
import { EmailChannel } from './channels/email.channel.service.js';
import { NtfyChannel } from './channels/ntfy.channel.service.js';
import { SlackChannel } from './channels/slack.channel.service.js';
import { TelegramChannel } from './channels/telegram.channel.service.js';
import { NoticeContextRepository } from './notice-context.repository.js';
import { Notices } from './notices.service.js';
import { NotificationHealth } from './notification-health.service.js';
import { NotificationRedelivery } from './notification-redelivery.service.js';
import { NotificationTests } from './notification-tests.service.js';
import { NotificationsController } from './notifications.controller.js';

@Module({
  imports: [OutboxModule, OutboundModule],
  controllers: [NotificationsController],
  providers: [
    TelegramChannel,
    DiscordChannel,
    SlackChannel,
    NtfyChannel,
    EmailChannel,
    ChannelList,
    Channels,
    NoticeContextRepository,
    Notices,
    ChannelSubscriber,
    NotificationHealth,
    NotificationTests,
    NotificationRedelivery,
  ],
  exports: [NotificationHealth],
})
export class NotificationsModule implements OnModuleInit {
  constructor(
    private readonly outbox: Outbox,
    private readonly subscriber: ChannelSubscriber,
  ) {}

  onModuleInit(): void {
    this.outbox.register(this.subscriber);
  }
}
