import type { AbiParameter } from 'viem';

/** Inputs as an ABI writes them. An ABI comes from outside: nothing in it is as its type says. */
export function areInputs(value: unknown): value is readonly AbiParameter[] {
  return Array.isArray(value) && value.every(isInput);
}

function isInput(value: unknown): boolean {
  if (!isRecord(value) || typeof value['type'] !== 'string') return false;
  const { name, components } = value;
  return (name === undefined || typeof name === 'string') && (components === undefined || areInputs(components));
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
