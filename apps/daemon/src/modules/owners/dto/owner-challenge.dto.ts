import type { OwnerChallengeRequest } from '@waiaas/api-types';
import { IsIn, IsInt, IsString, Max, MaxLength, Min, ValidateBy } from 'class-validator';
import { OWNER_ACTIONS, type OwnerAction } from '../../../common/auth/actor.js';
import { Optional } from '../../../common/validation/optional.decorator.js';
import { isPlainObject } from '../../../common/validation/plain-object.js';
import { IsId, IsNetwork } from '../../../common/validation/value.decorators.js';

const MAX_LIFETIME_SECONDS = 3600;

/** Any JSON object: it is hashed, not read. */
const IsBody = () =>
  ValidateBy({ name: 'isObject', validator: { validate: isPlainObject, defaultMessage: () => 'must be an object' } });

export class OwnerChallengeDto implements OwnerChallengeRequest {
  @IsIn(OWNER_ACTIONS)
  action!: OwnerAction;

  @IsString()
  @MaxLength(64)
  address!: string;

  @IsIn(['solana', 'ethereum'])
  chain!: 'solana' | 'ethereum';

  @Optional()
  @IsId()
  transactionId?: string;

  @Optional()
  @IsId()
  walletId?: string;

  @Optional()
  @IsNetwork()
  network?: string;

  @Optional()
  @IsBody()
  body?: Record<string, unknown>;

  @Optional()
  @IsIn(['siwe', 'line'])
  format?: 'siwe' | 'line';

  @Optional()
  @IsInt()
  @Min(1)
  @Max(MAX_LIFETIME_SECONDS)
  expiresInSeconds?: number;
}
