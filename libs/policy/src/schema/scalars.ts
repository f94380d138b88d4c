import { chainOfAddress, canonicalAddress, NETWORKS, parseAmount, resolveNetwork, type NetworkName } from '@waiaas/core';
import { DECIMAL_PATTERN, decimalText, parseDecimal } from '../money/decimal.js';
import { isZero } from '../money/ratio.js';
import { refuse, type JsonSchema, type Place, type Schema } from './schema.js';

/** Text of `min` to `max` characters. */
export function text(min: number, max: number): Schema<string> {
  return {
    json: { type: 'string', minLength: min, maxLength: max },
    read(input, place) {
      if (typeof input !== 'string') return refuse(place, 'type', 'must be a string');
      const length = [...input].length;
      return length >= min && length <= max
        ? input
        : refuse(place, 'length', `must have ${String(min)} to ${String(max)} characters`);
    },
  };
}

export function integer(min: number, max: number): Schema<number> {
  return {
    json: { type: 'integer', minimum: min, maximum: max },
    read(input, place) {
      if (typeof input !== 'number' || !Number.isSafeInteger(input)) return refuse(place, 'type', 'must be a whole number');
      return input >= min && input <= max ? input : refuse(place, 'range', `must be from ${String(min)} to ${String(max)}`);
    },
  };
}

export function flag(): Schema<boolean> {
  return {
    json: { type: 'boolean' },
    read: (input, place) => (typeof input === 'boolean' ? input : refuse(place, 'type', 'must be true or false')),
  };
}

export function oneOf<const V extends string>(values: readonly V[]): Schema<V> {
  return {
    json: { enum: values },
    read: (input, place) =>
      values.find((value) => value === input) ?? refuse(place, 'enum', `must be one of ${values.join(', ')}`),
  };
}

/** Base units as decimal digits, at most 2^256 - 1; leading zeros are dropped. */
export function digits(): Schema<string> {
  return {
    json: { type: 'string', pattern: '^[0-9]{1,90}$' },
    read(input, place) {
      if (typeof input !== 'string') return refuse(place, 'type', 'must be a string of digits');
      return parseAmount(input)?.toString() ?? refuse(place, 'amount', 'must be digits, at most 2^256 - 1');
    },
  };
}

export interface DecimalBounds {
  readonly positive?: boolean;
  readonly max?: number;
}

function numberLimits(bounds: DecimalBounds): JsonSchema {
  return {
    ...(bounds.positive === true ? { exclusiveMinimum: 0 } : { minimum: 0 }),
    ...(bounds.max === undefined ? {} : { maximum: bounds.max }),
  };
}

function decimalJson(bounds: DecimalBounds): JsonSchema {
  return {
    anyOf: [
      { type: 'number', ...numberLimits(bounds) },
      { type: 'string', pattern: DECIMAL_PATTERN },
    ],
  };
}

function checkDecimal(written: string, bounds: DecimalBounds, place: Place): true | undefined {
  const value = parseDecimal(written);
  if (value === undefined) {
    return refuse(place, 'decimal', 'must be a decimal without sign or exponent, at most 15 integer and 18 fraction digits');
  }
  if (bounds.positive === true && isZero(value)) return refuse(place, 'range', 'must be above 0');
  if (bounds.max !== undefined && value.num > BigInt(bounds.max) * value.den) {
    return refuse(place, 'range', `must be at most ${String(bounds.max)}`);
  }
  return true;
}

/** An exact decimal: a JSON number by its shortest text, or a string. Kept as it was written. */
export function decimal(bounds: DecimalBounds = {}): Schema<number | string> {
  return {
    json: decimalJson(bounds),
    read(input, place) {
      if (typeof input !== 'string' && typeof input !== 'number')
        return refuse(place, 'type', 'must be a number or a decimal string');
      return checkDecimal(decimalText(input) ?? '', bounds, place) === true ? input : undefined;
    },
  };
}

/** An exact decimal that must be a JSON number. */
export function decimalNumber(bounds: DecimalBounds = {}): Schema<number> {
  return {
    json: { type: 'number', ...numberLimits(bounds) },
    read(input, place) {
      if (typeof input !== 'number') return refuse(place, 'type', 'must be a number');
      return checkDecimal(decimalText(input) ?? '', bounds, place) === true ? input : undefined;
    },
  };
}

/** An exact decimal that must be a string. */
export function decimalString(): Schema<string> {
  return {
    json: { type: 'string', pattern: DECIMAL_PATTERN },
    read(input, place) {
      if (typeof input !== 'string') return refuse(place, 'type', 'must be a decimal string');
      return checkDecimal(input, {}, place) === true ? input : undefined;
    },
  };
}

/** An address of either chain, in canonical form. */
export function address(): Schema<string> {
  return {
    json: { type: 'string', minLength: 32, maxLength: 44 },
    read(input, place) {
      if (typeof input !== 'string') return refuse(place, 'type', 'must be an address');
      const chain = chainOfAddress(input);
      const canonical = chain === undefined ? undefined : canonicalAddress(chain, input);
      return canonical ?? refuse(place, 'address', 'must be an EVM address with a valid checksum or a Solana address');
    },
  };
}

export function evmAddress(): Schema<string> {
  return {
    json: { type: 'string', pattern: '^0x[0-9a-fA-F]{40}$' },
    read(input, place) {
      if (typeof input !== 'string') return refuse(place, 'type', 'must be an address');
      return canonicalAddress('ethereum', input) ?? refuse(place, 'address', 'must be an EVM address with a valid checksum');
    },
  };
}

/** A network of the registry, in canonical name; CAIP-2 ids and short Solana names are understood. */
export function network(): Schema<NetworkName> {
  return {
    json: { type: 'string', examples: NETWORKS.map((known) => known.name) },
    read(input, place) {
      const known = typeof input === 'string' ? resolveNetwork(input) : undefined;
      return known?.name ?? refuse(place, 'network', 'must be a known network');
    },
  };
}

/** A 4-byte function selector, in lower case. */
export function selector(): Schema<string> {
  return {
    json: { type: 'string', pattern: '^0x[0-9a-fA-F]{8}$' },
    read(input, place) {
      if (typeof input !== 'string') return refuse(place, 'type', 'must be a selector');
      return /^0x[0-9a-fA-F]{8}$/.test(input) ? input.toLowerCase() : refuse(place, 'selector', 'must be 0x and 8 hex digits');
    },
  };
}
