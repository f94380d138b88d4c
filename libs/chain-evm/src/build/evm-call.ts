/** What a transaction does, apart from who pays how much for it: the part that must be the intent's own. */
export interface EvmCall {
  /** Absent for a contract creation. */
  readonly to?: `0x${string}`;
  readonly value: bigint;
  readonly data: `0x${string}`;
}

/** Intent fields are canonical when they get here; bytes are told from text once, by their 0x. */
export function hex(value: string): `0x${string}` {
  if (!value.startsWith('0x')) throw new RangeError('expected 0x hex');
  return value as `0x${string}`;
}
