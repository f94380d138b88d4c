import { Injectable } from '@nestjs/common';
import { RuntimeSettings } from '../../../config/runtime-settings.js';
import type { OutboundAnswer } from '../../../infra/outbound/outbound-http.js';
import { OutboundHttp } from '../../../infra/outbound/outbound-http.js';
import type { CallOutcome } from '../../../infra/outbound/outbound-outcome.js';
import { type Channel, type ChannelMessage, plainText } from './channel.port.js';
import { membersOf, postJson, withRetryIn } from './post-json.js';

const MAX_TEXT = 4096;

/** A bot that writes to one chat. Plain text: without a parse mode Telegram reads no markup out of names. */
@Injectable()
export class TelegramChannel implements Channel {
  readonly name = 'telegram';

  constructor(
    private readonly settings: RuntimeSettings,
    private readonly http: OutboundHttp,
  ) {}

  isConfigured(): boolean {
    return this.#token() !== null && this.settings.get('notifications.telegram_chat_id') !== null;
  }

  async send(message: ChannelMessage, signal: AbortSignal): Promise<CallOutcome> {
    const base = (this.settings.get('notifications.telegram_url') ?? '').replace(/\/+$/, '');
    const body = {
      chat_id: this.settings.get('notifications.telegram_chat_id'),
      text: plainText(message, MAX_TEXT),
      link_preview_options: { is_disabled: true },
      disable_notification: !message.isUrgent,
    };
    const allowPrivate = this.settings.get('notifications.allow_private');
    return postJson(this.http, { url: `${base}/bot${this.#token() ?? ''}/sendMessage`, body, allowPrivate, signal }, read);
  }

  #token(): string | null {
    return this.settings.get('notifications.telegram_bot_token');
  }
}

function read(answer: OutboundAnswer): CallOutcome {
  const { ok, parameters } = membersOf(answer.body);
  if (answer.status === 200 && ok !== true) return { kind: 'failed', error: 'REFUSED', httpStatus: 200 };
  return withRetryIn(answer, () => (parameters as { readonly retry_after?: unknown } | undefined)?.retry_after);
}
