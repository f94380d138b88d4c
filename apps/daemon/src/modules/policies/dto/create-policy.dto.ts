import type { CreatePolicyRequest } from '@waiaas/api-types';
import { resolveNetwork, type FieldIssue } from '@waiaas/core';
import { IsBoolean, IsInt, IsString, Max, MaxLength, Min, ValidateBy } from 'class-validator';
import { Optional } from '../../../common/validation/optional.decorator.js';
import { isPlainObject } from '../../../common/validation/plain-object.js';
import { IsId, IsNetwork } from '../../../common/validation/value.decorators.js';
import { rulesIssues } from '../policy-rules.js';

const INT32_MIN = -2_147_483_648;
const INT32_MAX = 2_147_483_647;

/** The shape of rules belongs to their type; here they are only an object. */
export const IsRules = (): PropertyDecorator =>
  ValidateBy({ name: 'isObject', validator: { validate: isPlainObject, defaultMessage: () => 'must be an object' } });

export class CreatePolicyDto implements CreatePolicyRequest {
  /** So that a bad head does not hide what is wrong with the rules. */
  static furtherIssues({ type, rules, network }: Readonly<Record<string, unknown>>): readonly FieldIssue[] {
    return typeof type === 'string' && isPlainObject(rules) ? rulesIssues({ type, network: networkNamed(network) }, rules) : [];
  }

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

function networkNamed(network: unknown): string | null {
  return typeof network === 'string' ? (resolveNetwork(network)?.name ?? null) : null;
}
