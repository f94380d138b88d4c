import type { RedeliverRequest } from '@waiaas/api-types';
import { ArrayMaxSize, IsArray } from 'class-validator';
import { Optional } from '../../../common/validation/optional.decorator.js';
import { IsId } from '../../../common/validation/value.decorators.js';

export class RedeliverNoticesDto implements RedeliverRequest {
  @Optional()
  @IsArray()
  @ArrayMaxSize(200)
  @IsId({ each: true })
  ids?: string[];
}
