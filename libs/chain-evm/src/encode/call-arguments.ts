import { err, ok, type Result } from '@waiaas/core';

/** One input of an ABI function, or one member of a tuple. */
export interface AbiInput {
  readonly name?: string | undefined;
  readonly type: string;
  readonly components?: readonly AbiInput[] | undefined;
}

const ARRAY = /^(.*)\[(\d{0,6})\]$/;
const INTEGER = /^u?int(?:\d{1,3})?$/;
const WHOLE_NUMBER = /^(?:-?[0-9]{1,78}|0x[0-9a-fA-F]{1,64})$/;

/**
 * Arguments as JSON writes them in the form the encoder takes: numbers of any size become bigint, tuples are read by name or in order.
 * What has the wrong shape is refused here, so that no conversion of the language gets a say in it.
 */
export function readArguments(inputs: readonly AbiInput[], args: readonly unknown[]): Result<readonly unknown[], 'shape'> {
  if (args.length !== inputs.length) return err('shape');
  return readAll(inputs.map((input, index) => [input, args[index]]));
}

function readAll(pairs: readonly (readonly [AbiInput, unknown])[]): Result<readonly unknown[], 'shape'> {
  const values: unknown[] = [];
  for (const [input, value] of pairs) {
    const read = readValue(input, value);
    if (!read.ok) return read;
    values.push(read.value);
  }
  return ok(values);
}

function readValue(input: AbiInput, value: unknown): Result<unknown, 'shape'> {
  const array = ARRAY.exec(input.type);
  if (array !== null) return readArray({ ...input, type: array[1] ?? '' }, array[2] ?? '', value);
  if (input.type === 'tuple') return readTuple(input.components ?? [], value);
  if (INTEGER.test(input.type)) return readInteger(value);
  const isFitting = input.type === 'bool' ? typeof value === 'boolean' : typeof value === 'string';
  return isFitting ? ok(value) : err('shape');
}

function readArray(element: AbiInput, length: string, value: unknown): Result<unknown, 'shape'> {
  if (!Array.isArray(value) || (length !== '' && value.length !== Number(length))) return err('shape');
  return readAll(value.map((entry: unknown) => [element, entry]));
}

/** A tuple in the order of its definition; given by name, it has exactly the names of the definition. */
function readTuple(components: readonly AbiInput[], value: unknown): Result<unknown, 'shape'> {
  const members = Array.isArray(value) ? (value as readonly unknown[]) : membersByName(components, value);
  if (members?.length !== components.length) return err('shape');
  return readAll(components.map((component, index) => [component, members[index]]));
}

function membersByName(components: readonly AbiInput[], value: unknown): readonly unknown[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const names = components.map((component) => component.name ?? '');
  const isExact = Object.keys(value).length === names.length && names.every((name) => Object.hasOwn(value, name));
  return isExact ? names.map((name) => (value as Readonly<Record<string, unknown>>)[name]) : undefined;
}

function readInteger(value: unknown): Result<bigint, 'shape'> {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? ok(BigInt(value)) : err('shape');
  return typeof value === 'string' && WHOLE_NUMBER.test(value) ? ok(BigInt(value)) : err('shape');
}
