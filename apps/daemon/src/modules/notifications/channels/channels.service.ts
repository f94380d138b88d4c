import { Injectable } from '@nestjs/common';
import type { ChannelName } from '@waiaas/api-types';
import { RuntimeSettings } from '../../../config/runtime-settings.js';
import type { Channel } from './channel.port.js';
import { DiscordChannel } from './discord.channel.service.js';
import { EmailChannel } from './email.channel.service.js';
import { NtfyChannel } from './ntfy.channel.service.js';
import { SlackChannel } from './slack.channel.service.js';
import { TelegramChannel } from './telegram.channel.service.js';

/** Every channel there is. */
@Injectable()
export class ChannelList {
  readonly all: readonly Channel[];

  constructor(telegram: TelegramChannel, discord: DiscordChannel, slack: SlackChannel, ntfy: NtfyChannel, email: EmailChannel) {
    this.all = [telegram, discord, slack, ntfy, email];
  }
}

/** The channels that tell somebody now: settings are read at use, so a change counts at once. */
@Injectable()
export class Channels {
  constructor(
    private readonly list: ChannelList,
    private readonly settings: RuntimeSettings,
  ) {}

  isOn(): boolean {
    return this.settings.get('notifications.enabled');
  }

  enabled(): readonly Channel[] {
    return this.isOn() ? this.list.all.filter((channel) => channel.isConfigured()) : [];
  }

  find(name: string): Channel | undefined {
    return this.enabled().find((channel) => channel.name === name);
  }

  names(): readonly ChannelName[] {
    return this.list.all.map(({ name }) => name);
  }
}
