import type { RejectRequest } from '@waiaas/api-types';
import { Optional } from '../../../common/validation/optional.decorator.js';
import { IsRemark } from '../../../common/validation/value.decorators.js';

export class RejectDto implements RejectRequest {
  @Optional() @IsRemark() reason?: string;
}
