import { isUuid, parseAmount, resolveNetwork } from '@waiaas/core';
import { ValidateBy, type ValidationOptions } from 'class-validator';

const HUMAN_AMOUNT = /^[0-9]{1,90}(?:\.[0-9]{1,90})?$/;

function stringRule(name: string, message: string, accepts: (value: string) => boolean) {
  return (options?: ValidationOptions): PropertyDecorator =>
    ValidateBy(
      {
        name,
        validator: {
          validate: (value: unknown) => typeof value === 'string' && accepts(value),
          defaultMessage: () => (options?.each === true ? `each entry ${message}` : message),
        },
      },
      options,
    );
}

/** A row id: a lower-case UUID. */
export const IsId = stringRule('isId', 'must be a lower-case UUID', isUuid);

/** Base units: decimal digits, at most 2^256-1. */
export const IsAmount = stringRule(
  'isAmount',
  'must be decimal digits, at most 2^256-1',
  (value) => parseAmount(value) !== undefined,
);

/** Decimal digits, with or without a fraction; how many decimals fit depends on the asset and is judged where the asset is known. */
export const IsHumanAmount = stringRule('isHumanAmount', 'must be a decimal number such as 0.05', (value) =>
  HUMAN_AMOUNT.test(value),
);

const REMARK = /^\P{Cc}{0,500}$/u;

/** What a person writes for others to read, in one line. It is shown in terminals and logs too, where control characters act. */
export const IsRemark = stringRule('isRemark', 'must be at most 500 characters, none of them a control character', (value) =>
  REMARK.test(value),
);

/** A network by canonical name, CAIP-2 id or the short Solana names. */
export const IsNetwork = stringRule('isNetwork', 'must name a supported network', (value) => resolveNetwork(value) !== undefined);

/** A network, or `all` on the read routes that take it. */
export const IsNetworkOrAll = stringRule(
  'isNetworkOrAll',
  'must name a supported network, or be all',
  (value) => value === 'all' || resolveNetwork(value) !== undefined,
);

/** Arguments of a constructor: encoded in one text, or one by one. */
export function IsArguments(): PropertyDecorator {
  return ValidateBy({
    name: 'isArguments',
    validator: {
      validate: (value: unknown) => typeof value === 'string' || (Array.isArray(value) && value.length <= 256),
      defaultMessage: () => 'must be 0x hex or a list of at most 256 values',
    },
  });
}
