import type { ApproveRequest } from '@waiaas/api-types';
import { Matches } from 'class-validator';
import { Optional } from '../../../common/validation/optional.decorator.js';

export class ApproveDto implements ApproveRequest {
  @Optional() @Matches(/^[0-9a-f]{64}$/, { message: 'must be 64 lower-case hex digits' }) requestHash?: string;
}
