import type { UpdateAutoStopRuleRequest } from '@waiaas/api-types';
import { IsBoolean, ValidateBy } from 'class-validator';
import { Optional } from '../../../common/validation/optional.decorator.js';
import { isPlainObject } from '../../../common/validation/plain-object.js';

/** Which figures there are depends on the rule; here they are only an object. */
const IsFigures = (): PropertyDecorator =>
  ValidateBy({ name: 'isObject', validator: { validate: isPlainObject, defaultMessage: () => 'must be an object' } });

export class UpdateAutoStopRuleDto implements UpdateAutoStopRuleRequest {
  @Optional()
  @IsBoolean()
  enabled?: boolean;

  @Optional()
  @IsFigures()
  config?: Record<string, unknown>;
}
