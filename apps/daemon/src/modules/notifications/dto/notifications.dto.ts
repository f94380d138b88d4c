import type { ChannelName, NotificationLogItem, TestNotificationRequest } from '@waiaas/api-types';
import { IsIn, IsString, MaxLength } from 'class-validator';
import { Optional } from '../../../common/validation/optional.decorator.js';
import { QueryInteger } from '../../../common/validation/query.decorators.js';

const CHANNELS: readonly ChannelName[] = ['telegram', 'discord', 'slack', 'ntfy', 'email'];
const STATUSES: readonly NotificationLogItem['status'][] = ['pending', 'sent', 'failed', 'dead'];

export class TestNotificationDto implements TestNotificationRequest {
  @Optional()
  @IsIn(CHANNELS)
  channel?: ChannelName;
}

export class NotificationLogQuery {
  @Optional() @QueryInteger(1, 1_000_000) page?: number;
  @Optional() @QueryInteger(1, 200) pageSize?: number;
  @Optional() @IsIn(CHANNELS) channel?: ChannelName;
  @Optional() @IsIn(STATUSES) status?: NotificationLogItem['status'];
  @Optional() @IsString() @MaxLength(64) eventType?: string;
  @Optional() @QueryInteger(0, Number.MAX_SAFE_INTEGER) since?: number;
  @Optional() @QueryInteger(0, Number.MAX_SAFE_INTEGER) until?: number;
}
