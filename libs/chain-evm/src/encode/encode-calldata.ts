import { DomainError } from '@waiaas/core';
import { encodeFunctionData, type AbiFunction } from 'viem';
import { areInputs, isRecord } from './abi-item.js';
import { readArguments } from './call-arguments.js';

export interface CallToEncode {
  readonly abi: readonly unknown[];
  readonly functionName: string;
  readonly args: readonly unknown[];
}

export interface EncodedCall {
  readonly calldata: string;
  /** The first four bytes. */
  readonly selector: string;
}

const SELECTOR_TEXT = '0x00000000'.length;

/**
 * Calldata of a function call. Among functions of one name the one whose inputs take the arguments is meant.
 *
 * @throws DomainError `ABI_ENCODING_FAILED`: no such function, or arguments that do not fit its inputs.
 */
export function encodeCalldata({ abi, functionName, args }: CallToEncode): EncodedCall {
  const encoded = abi.filter((item) => isFunction(item, functionName)).flatMap((item) => tryEncode(item, args));
  const [calldata, ...others] = new Set(encoded);
  if (calldata === undefined) throw refused('No function of this name in abi takes these arguments.');
  if (others.length > 0) throw refused('More than one function of this name takes these arguments: pass the one that is meant.');
  return { calldata, selector: calldata.slice(0, SELECTOR_TEXT) };
}

function tryEncode(item: AbiFunction, args: readonly unknown[]): readonly string[] {
  const read = readArguments(item.inputs, args);
  if (!read.ok) return [];
  try {
    return [encodeFunctionData({ abi: [item], functionName: item.name, args: read.value })];
  } catch {
    return [];
  }
}

function isFunction(item: unknown, name: string): item is AbiFunction {
  if (!isRecord(item) || item['type'] !== 'function' || item['name'] !== name) return false;
  return areInputs(item['inputs']);
}

function refused(hint: string): DomainError {
  return new DomainError('ABI_ENCODING_FAILED', { hint });
}
