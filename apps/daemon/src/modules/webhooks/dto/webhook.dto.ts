import {
  AUDIT_EVENT_TYPES,
  type AuditEventType,
  type CreateWebhookRequest,
  type RedeliverRequest,
  type UpdateWebhookRequest,
} from '@waiaas/api-types';
import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, IsIn, IsString, Length, MaxLength } from 'class-validator';
import { Optional } from '../../../common/validation/optional.decorator.js';
import { QueryInteger } from '../../../common/validation/query.decorators.js';
import { IsId } from '../../../common/validation/value.decorators.js';

export class CreateWebhookDto implements CreateWebhookRequest {
  @IsString()
  @Length(1, 2048)
  url!: string;

  @IsArray()
  @ArrayMaxSize(AUDIT_EVENT_TYPES.length)
  @ArrayUnique()
  @IsIn(AUDIT_EVENT_TYPES, { each: true })
  events!: AuditEventType[];

  @Optional()
  @IsString()
  @MaxLength(256)
  description?: string;
}

export class UpdateWebhookDto implements UpdateWebhookRequest {
  @Optional()
  @IsBoolean()
  enabled?: boolean;

  @Optional()
  @IsArray()
  @ArrayMaxSize(AUDIT_EVENT_TYPES.length)
  @ArrayUnique()
  @IsIn(AUDIT_EVENT_TYPES, { each: true })
  events?: AuditEventType[];

  @Optional()
  @IsString()
  @MaxLength(256)
  description?: string;
}

export class RedeliverDto implements RedeliverRequest {
  @Optional()
  @IsArray()
  @ArrayMaxSize(200)
  @IsId({ each: true })
  ids?: string[];
}

export class WebhookLogsQuery {
  @Optional() @IsIn(['success', 'failed', 'dead']) status?: 'success' | 'failed' | 'dead';
  @Optional() @IsString() @MaxLength(64) event_type?: string;
  @Optional() @QueryInteger(1, 100) limit?: number;
}
