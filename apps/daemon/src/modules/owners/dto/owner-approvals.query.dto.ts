import { IsIn } from 'class-validator';
import { Optional } from '../../../common/validation/optional.decorator.js';
import { QueryInteger } from '../../../common/validation/query.decorators.js';
import { IsId } from '../../../common/validation/value.decorators.js';
import { INBOX_STATES, type InboxState } from '../owner-inbox.repository.js';

export class OwnerApprovalsQuery {
  @Optional() @IsIn(INBOX_STATES) state?: InboxState;
  @Optional() @IsId() cursor?: string;
  @Optional() @QueryInteger(1, 200) limit?: number;
}
