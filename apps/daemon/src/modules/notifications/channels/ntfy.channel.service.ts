import { Injectable } from '@nestjs/common';
import { RuntimeSettings } from '../../../config/runtime-settings.js';
import { OutboundHttp } from '../../../infra/outbound/outbound-http.js';
import type { CallOutcome } from '../../../infra/outbound/outbound-outcome.js';
import { type Channel, type ChannelMessage, plainText } from './channel.port.js';
import { postJson } from './post-json.js';

/** The server takes 4096 bytes; a character of Korean has three. */
const MAX_TEXT = 1300;
const URGENT = 5;
const ORDINARY = 3;

/** A topic on an ntfy server, published as JSON so that titles may hold any character. */
@Injectable()
export class NtfyChannel implements Channel {
  readonly name = 'ntfy';

  constructor(
    private readonly settings: RuntimeSettings,
    private readonly http: OutboundHttp,
  ) {}

  isConfigured(): boolean {
    return this.settings.get('notifications.ntfy_url') !== null && this.settings.get('notifications.ntfy_topic') !== null;
  }

  async send({ title, lines, link, isUrgent }: ChannelMessage, signal: AbortSignal): Promise<CallOutcome> {
    const [first = '', ...rest] = lines;
    const body = {
      topic: this.settings.get('notifications.ntfy_topic'),
      title,
      message: plainText({ title: first, lines: rest, link, isUrgent }, MAX_TEXT),
      priority: isUrgent ? URGENT : ORDINARY,
      ...(link === null ? {} : { click: link }),
    };
    const token = this.settings.get('notifications.ntfy_token');
    const headers: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
    const url = this.settings.get('notifications.ntfy_url') ?? '';
    return postJson(this.http, { url, body, headers, allowPrivate: this.settings.get('notifications.allow_private'), signal });
  }
}
