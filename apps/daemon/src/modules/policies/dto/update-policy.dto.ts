import type { RollbackPolicyRequest, UpdatePolicyRequest } from '@waiaas/api-types';
import { IsBoolean, IsInt, Max, Min } from 'class-validator';
import { Optional } from '../../../common/validation/optional.decorator.js';
import { IsRules } from './create-policy.dto.js';

const INT32_MIN = -2_147_483_648;
const INT32_MAX = 2_147_483_647;

export class UpdatePolicyDto implements UpdatePolicyRequest {
  @Optional()
  @IsRules()
  rules?: Record<string, unknown>;

  @Optional()
  @IsInt()
  @Min(INT32_MIN)
  @Max(INT32_MAX)
  priority?: number;

  @Optional()
  @IsBoolean()
  enabled?: boolean;

  @Optional()
  @IsInt()
  @Min(1)
  @Max(INT32_MAX)
  expectedVersion?: number;
}

export class RollbackPolicyDto implements RollbackPolicyRequest {
  @IsInt()
  @Min(1)
  @Max(INT32_MAX)
  version!: number;

  @Optional()
  @IsInt()
  @Min(1)
  @Max(INT32_MAX)
  expectedVersion?: number;
}
