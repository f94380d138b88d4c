import { Module } from '@nestjs/common';
import { BrowserLoginsModule } from '../browser-logins/browser-logins.module.js';
import { KillSwitchModule } from '../kill-switch/kill-switch.module.js';
import { OwnersModule } from '../owners/owners.module.js';
import { SessionTokensModule } from '../session-tokens/session-tokens.module.js';
import { EventCredentials } from './event-credentials.service.js';
import { EventFeedRepository } from './event-feed.repository.js';
import { EventNumbers } from './event-numbers.service.js';
import { EventRetentionTimer } from './event-retention.timer.js';
import { EventStreams } from './event-streams.service.js';
import { EventsController } from './events.controller.js';

@Module({
  imports: [BrowserLoginsModule, KillSwitchModule, OwnersModule, SessionTokensModule],
  controllers: [EventsController],
  providers: [EventFeedRepository, EventNumbers, EventCredentials, EventStreams, EventRetentionTimer],
})
export class EventsModule {}
