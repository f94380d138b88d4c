import { Injectable } from '@nestjs/common';
import { RuntimeSettings } from '../../../config/runtime-settings.js';
import { OutboundHttp } from '../../../infra/outbound/outbound-http.js';
import type { CallOutcome } from '../../../infra/outbound/outbound-outcome.js';
import { type Channel, type ChannelMessage, plainText } from './channel.port.js';
import { postJson, withRetryIn } from './post-json.js';

const MAX_TEXT = 2000;
/** Every character gets at most one backslash, so half of the room is enough. */
const MAX_PLAIN = MAX_TEXT / 2;
const MARKUP = /[\\*_~`|>#[\]()<:@-]/g;

/** A Discord webhook. Nobody is pinged by a name, and no name is markup. */
@Injectable()
export class DiscordChannel implements Channel {
  readonly name = 'discord';

  constructor(
    private readonly settings: RuntimeSettings,
    private readonly http: OutboundHttp,
  ) {}

  isConfigured(): boolean {
    return this.settings.get('notifications.discord_url') !== null;
  }

  async send(message: ChannelMessage, signal: AbortSignal): Promise<CallOutcome> {
    const text = plainText({ ...message, link: null }, MAX_PLAIN - (message.link?.length ?? 0) - 1).replaceAll(MARKUP, '\\$&');
    const body = { content: message.link === null ? text : `${text}\n${message.link}`, allowed_mentions: { parse: [] } };
    const url = this.settings.get('notifications.discord_url') ?? '';
    const allowPrivate = this.settings.get('notifications.allow_private');
    return postJson(this.http, { url, body, allowPrivate, signal }, (answer) =>
      withRetryIn(answer, ({ retry_after: seconds }) => seconds),
    );
  }
}
