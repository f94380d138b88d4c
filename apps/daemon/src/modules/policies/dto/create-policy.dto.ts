import type { CreatePolicyRequest } from '@waiaas/api-types';
import { IsBoolean, IsInt, IsString, Max, MaxLength, Min, ValidateBy } from 'class-validator';
import { Optional } from '../../../common/validation/optional.decorator.js';
import { isPlainObject } from '../../../common/validation/plain-object.js';
import { IsId, IsNetwork } from '../../../common/validation/value.decorators.js';

const INT32_MIN = -2_147_483_648;
const INT32_MAX = 2_147_483_647;

/** The shape of rules belongs to their type; here they are only an object. */
export const IsRules = (): PropertyDecorator =>
  ValidateBy({ name: 'isObject', validator: { validate: isPlainObject, defaultMessage: () => 'must be an object' } });

export class CreatePolicyDto implements CreatePolicyRequest {
  @Optional()
  @IsId()
  walletId?: string;

  @IsString()
  @MaxLength(64)
  type!: string;

  @IsRules()
  rules!: Record<string, unknown>;

  @Optional()
  @IsInt()
  @Min(INT32_MIN)
  @Max(INT32_MAX)
  priority?: number;

  @Optional()
  @IsBoolean()
  enabled?: boolean;

  @Optional()
  @IsNetwork()
  network?: string;
}
