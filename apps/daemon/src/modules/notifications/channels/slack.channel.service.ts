import { Injectable } from '@nestjs/common';
import { RuntimeSettings } from '../../../config/runtime-settings.js';
import { OutboundHttp } from '../../../infra/outbound/outbound-http.js';
import type { CallOutcome } from '../../../infra/outbound/outbound-outcome.js';
import { type Channel, type ChannelMessage, plainText } from './channel.port.js';
import { postJson } from './post-json.js';

const MAX_TEXT = 3000;
const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** A Slack incoming webhook. The three characters that make links and mentions are escaped, and markup is off. */
@Injectable()
export class SlackChannel implements Channel {
  readonly name = 'slack';

  constructor(
    private readonly settings: RuntimeSettings,
    private readonly http: OutboundHttp,
  ) {}

  isConfigured(): boolean {
    return this.settings.get('notifications.slack_url') !== null;
  }

  async send(message: ChannelMessage, signal: AbortSignal): Promise<CallOutcome> {
    const text = plainText(message, MAX_TEXT).replaceAll(/[&<>]/g, (character) => ESCAPES[character] ?? '');
    const url = this.settings.get('notifications.slack_url') ?? '';
    const allowPrivate = this.settings.get('notifications.allow_private');
    return postJson(this.http, { url, body: { text, mrkdwn: false }, allowPrivate, signal });
  }
}
