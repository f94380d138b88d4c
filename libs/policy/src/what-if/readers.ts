import { canonicalAddress, chainOfAddress, findNetwork, parseAmount, type Chain } from '@waiaas/core';
import { decimalText } from '../money/decimal.js';
import { decimal, digits, type DecimalBounds } from '../schema/scalars.js';
import { inside, refuse, type Place, type Schema } from '../schema/schema.js';
import { NATIVE } from '../value/asset.js';
import { unixSecondsOf } from './instant.js';

/** What a schema reads, turned into what the engine takes; the step may refuse too. */
export function mapped<T, U>(schema: Schema<T>, turn: (value: T, place: Place) => U | undefined): Schema<U> {
  return {
    json: schema.json,
    read(input, place) {
      const before = place.issues.length;
      const value = schema.read(input, place);
      return value === undefined || place.issues.length > before ? undefined : turn(value, place);
    },
  };
}

/** Up to `max` entries in the order given; none is fine, and two may be the same. */
export function sequence<T>(entry: Schema<T>, max: number): Schema<readonly T[]> {
  return {
    json: { type: 'array', items: entry.json, maxItems: max },
    read(input, place) {
      if (!Array.isArray(input)) return refuse(place, 'type', 'must be a list');
      if (input.length > max) return refuse(place, 'length', `must have at most ${String(max)} entries`);
      const entries = input.flatMap((item: unknown, index) => {
        const value = entry.read(item, inside(place, index));
        return value === undefined ? [] : [value];
      });
      return entries.length === input.length ? entries : undefined;
    },
  };
}

/** Anything that JSON can say, as it was said. */
export function anything(): Schema<{ readonly value: unknown }> {
  return { json: {}, read: (value) => ({ value }) };
}

/** As the schema, and null means the same as leaving the member out. */
export function nullable<T>(schema: Schema<T>): Schema<T | null> {
  return {
    json: { anyOf: [schema.json, { type: 'null' }] },
    read: (input, place) => (input === null ? null : schema.read(input, place)),
  };
}

/** Unix seconds, or ISO 8601 in UTC. */
export function instant(): Schema<number> {
  return {
    json: {
      anyOf: [
        { type: 'number', minimum: 0 },
        { type: 'string', format: 'date-time' },
      ],
    },
    read: (input, place) => unixSecondsOf(input) ?? refuse(place, 'instant', 'must be Unix seconds or ISO 8601 in UTC'),
  };
}

/** A decimal as exact text: of a JSON number its shortest decimal text. */
export function money(bounds: DecimalBounds = {}): Schema<string> {
  return mapped(decimal(bounds), (value) => decimalText(value));
}

/** Base units. */
export function baseUnits(): Schema<bigint> {
  return mapped(digits(), (value) => parseAmount(value));
}

/** Seconds that have passed; fractions are fine. */
export function seconds(): Schema<number> {
  return {
    json: { type: 'number', minimum: 0 },
    read(input, place) {
      if (typeof input !== 'number' || !Number.isFinite(input)) return refuse(place, 'type', 'must be a number');
      return input >= 0 ? input : refuse(place, 'range', 'must not be negative');
    },
  };
}

/** An address in the canonical form of its chain. */
export function addressOn(chain: Chain, input: string, place: Place): string | undefined {
  return canonicalAddress(chain, input) ?? refuse(place, 'address', `must be a valid ${chain} address`);
}

/** An address of a request: checked, and kept as it was written, so that an answer names what was asked for. */
export function writtenAddress(chain: Chain, input: string, place: Place): string | undefined {
  return addressOn(chain, input, place) === undefined ? undefined : input;
}

/** `native`, or a token address in canonical form; of the chain where one is named. */
export function assetOn(chain: Chain | undefined, input: string, place: Place): string | undefined {
  if (input === NATIVE) return NATIVE;
  const own = chain ?? chainOfAddress(input);
  if (own === undefined) return refuse(place, 'address', 'must be native or a valid address');
  return addressOn(own, input, place);
}

/** The chain of a part that may name a chain, a network, both or neither; the two must agree. */
export function chainOfPlace(named: { readonly chain?: Chain; readonly network?: string }, place: Place): Chain | undefined {
  const ofNetwork = named.network === undefined ? undefined : findNetwork(named.network)?.chain;
  if (named.chain !== undefined && ofNetwork !== undefined && named.chain !== ofNetwork) {
    refuse(inside(place, 'network'), 'network', 'is not a network of the chain');
  }
  return named.chain ?? ofNetwork;
}
