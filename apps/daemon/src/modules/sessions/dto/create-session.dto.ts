import type { CreateSessionRequest, IdempotencyScope } from '@waiaas/api-types';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  Length,
  IsString,
  Matches,
  Max,
  Min,
  ValidateBy,
} from 'class-validator';
import { Optional } from '../../../common/validation/optional.decorator.js';
import { isPlainObject } from '../../../common/validation/plain-object.js';
import { IsId } from '../../../common/validation/value.decorators.js';

const MIN_TTL_SECONDS = 300;
const MAX_TTL_SECONDS = 31_536_000;
const MAX_LIFETIME_SECONDS = 3_153_600_000;
const MAX_WALLETS = 100;

const isTtl = (value: unknown): boolean =>
  value === 0 || (Number.isSafeInteger(value) && Number(value) >= MIN_TTL_SECONDS && Number(value) <= MAX_TTL_SECONDS);

/** 0, which never expires, or 300 s to a year. */
const IsTtl = (): PropertyDecorator =>
  ValidateBy({
    name: 'isTtl',
    validator: { validate: isTtl, defaultMessage: () => 'must be 0 or from 300 to 31536000 seconds' },
  });

const IsConstraints = (): PropertyDecorator =>
  ValidateBy({ name: 'isObject', validator: { validate: isPlainObject, defaultMessage: () => 'must be an object' } });

export class CreateSessionDto implements CreateSessionRequest {
  @Optional()
  @IsId()
  walletId?: string;

  @Optional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_WALLETS)
  @IsId({ each: true })
  walletIds?: string[];

  @Optional()
  @IsTtl()
  ttl?: number;

  @Optional()
  @IsInt()
  @Min(0)
  @Max(1_000_000_000)
  maxRenewals?: number;

  @Optional()
  @IsInt()
  @Min(0)
  @Max(MAX_LIFETIME_SECONDS)
  absoluteLifetime?: number;

  @Optional()
  @IsConstraints()
  constraints?: Record<string, unknown>;

  @Optional()
  @IsBoolean()
  duplicateGuard?: boolean;

  @Optional()
  @IsIn(['session', 'wallet'])
  idempotencyScope?: IdempotencyScope;

  /** SHA-256 of a client certificate, hex. */
  @Optional()
  @IsString()
  @Matches(/^[0-9a-fA-F]{64}$/, { message: 'must be 64 hex digits' })
  certificate?: string;

  @Optional()
  @IsString()
  @Length(1, 100)
  label?: string;

  @Optional()
  @IsIn(['api', 'mcp'])
  source?: 'api' | 'mcp';
}
