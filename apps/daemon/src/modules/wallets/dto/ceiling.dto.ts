import type { ChangeCeilingRequest } from '@waiaas/api-types';
import { parseAmount, resolveNetwork } from '@waiaas/core';
import { ValidateBy } from 'class-validator';
import { Optional } from '../../../common/validation/optional.decorator.js';

const KINDS: ReadonlySet<unknown> = new Set([
  'evm-transaction',
  'evm-message',
  'evm-typed-data',
  'solana-transaction',
  'solana-message',
]);
const MAX_RATE = 1_000_000;
const MAX_ENTRIES = 32;

/** Null takes the limit away. */
function Limit(name: string, message: string, accepts: (value: unknown) => boolean): PropertyDecorator {
  const validate = (value: unknown): boolean => value === null || accepts(value);
  return ValidateBy({ name, validator: { validate, defaultMessage: () => `${message}, or null for no limit` } });
}

function isListOf(value: unknown, accepts: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.length <= MAX_ENTRIES && new Set(value).size === value.length && value.every(accepts);
}

function isAmount(value: unknown): boolean {
  return typeof value === 'string' && parseAmount(value)?.toString() === value;
}

function isRate(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= MAX_RATE;
}

const AMOUNT = 'must be base units as decimal digits without leading zeros';

export class ChangeCeilingDto implements ChangeCeilingRequest {
  @Optional()
  @Limit('isCeilingAmount', AMOUNT, isAmount)
  maxNativePerSignature?: string | null;

  @Optional()
  @Limit('isCeilingAmount', AMOUNT, isAmount)
  maxNativePerDay?: string | null;

  @Optional()
  @Limit('isCeilingAmount', AMOUNT, isAmount)
  maxFeePerSignature?: string | null;

  @Optional()
  @Limit('isCeilingRate', 'must be a whole number from 0 to 1000000', isRate)
  signaturesPerMinute?: number | null;

  @Optional()
  @Limit('isChainIds', 'must list CAIP-2 ids of supported networks, each once', (value) =>
    isListOf(value, (item) => typeof item === 'string' && resolveNetwork(item)?.caip2 === item),
  )
  chainIds?: string[] | null;

  @Optional()
  @Limit('isKinds', 'must list kinds of signatures, each once', (value) => isListOf(value, (item) => KINDS.has(item)))
  kinds?: string[] | null;
}
