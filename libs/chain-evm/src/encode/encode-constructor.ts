import { DomainError } from '@waiaas/core';
import { encodeAbiParameters, type AbiParameter } from 'viem';
import { areInputs, isRecord } from './abi-item.js';
import { readArguments } from './call-arguments.js';

/**
 * Values for the constructor an ABI declares, encoded as they stand behind the init code, 0x hex.
 *
 * @throws DomainError `ABI_ENCODING_FAILED`.
 */
export function encodeConstructorArguments(abi: readonly unknown[], values: readonly unknown[]): string {
  const inputs = inputsOfConstructor(abi);
  const read = readArguments(inputs, values);
  if (!read.ok) throw refused();
  try {
    return encodeAbiParameters(inputs, read.value);
  } catch (cause) {
    throw refused(cause);
  }
}

/** A contract without a constructor takes no arguments. */
function inputsOfConstructor(abi: readonly unknown[]): readonly AbiParameter[] {
  const declared = abi.filter(isRecord).find((item) => item['type'] === 'constructor');
  const inputs = declared?.['inputs'] ?? [];
  if (areInputs(inputs)) return inputs;
  throw refused();
}

function refused(cause?: unknown): DomainError {
  return new DomainError('ABI_ENCODING_FAILED', {
    cause,
    hint: 'constructorArgs are 0x hex, or a list of values for the constructor in abi.',
  });
}
