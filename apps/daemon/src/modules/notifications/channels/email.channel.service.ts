import { Injectable } from '@nestjs/common';
import { RuntimeSettings } from '../../../config/runtime-settings.js';
import { OutboundMailer } from '../../../infra/outbound/outbound-mail.js';
import { type CallOutcome, outcomeOfFailure } from '../../../infra/outbound/outbound-outcome.js';
import { type Channel, type ChannelMessage, plainText } from './channel.port.js';

const MAX_TEXT = 20_000;
const MAX_SUBJECT = 150;

/** Plain-text mail to the configured recipients. */
@Injectable()
export class EmailChannel implements Channel {
  readonly name = 'email';

  constructor(
    private readonly settings: RuntimeSettings,
    private readonly mailer: OutboundMailer,
  ) {}

  isConfigured(): boolean {
    const { settings } = this;
    const isAddressed = settings.get('notifications.smtp_from') !== null && settings.get('notifications.smtp_to').length > 0;
    return isAddressed && settings.get('notifications.smtp_host') !== null;
  }

  async send(message: ChannelMessage, signal: AbortSignal): Promise<CallOutcome> {
    const { settings } = this;
    try {
      await this.mailer.send({
        host: settings.get('notifications.smtp_host') ?? '',
        port: settings.get('notifications.smtp_port'),
        security: settings.get('notifications.smtp_security'),
        user: settings.get('notifications.smtp_user'),
        password: settings.get('notifications.smtp_password'),
        from: settings.get('notifications.smtp_from') ?? '',
        to: settings.get('notifications.smtp_to'),
        subject: `[WAIaaS] ${message.title}`.slice(0, MAX_SUBJECT),
        text: plainText(message, MAX_TEXT),
        allowPrivate: settings.get('notifications.allow_private'),
        signal,
      });
      return { kind: 'delivered' };
    } catch (error) {
      return outcomeOfFailure(error);
    }
  }
}
