import { base58 } from '@scure/base';
import type { Faults } from './faults.js';
import { invalidParams } from './rpc-error.js';
import type { Commitment, TestChain } from './test-chain.js';

/** One JSON-RPC call as a method sees it: the chain through one endpoint's eyes. */
export interface Call {
  readonly chain: TestChain;
  readonly faults: Faults;
  readonly genesisHash: string;
  /** How often each method was called at this endpoint, faults included. */
  readonly counts: ReadonlyMap<string, number>;
  readonly params: readonly unknown[];
}

export type Method = (call: Call) => unknown;
export type MethodTable = Readonly<Record<string, Method>>;
type Options = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is Options {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The options object, which is the last parameter wherever there is one. */
export function optionsOf(call: Call, index: number): Options {
  const options = call.params[index];
  if (options === undefined || options === null) return {};
  if (!isRecord(options)) throw invalidParams('Invalid params: expected an object');
  return options;
}

export function addressParam(call: Call, index: number): string {
  const value = call.params[index];
  if (typeof value !== 'string') throw invalidParams('Invalid params: expected a base-58 address');
  return checkAddress(value);
}

export function checkAddress(value: string): string {
  let size = 0;
  try {
    size = base58.decode(value).length;
  } catch {
    throw invalidParams('Invalid param: Invalid');
  }
  if (size !== 32) throw invalidParams('Invalid param: WrongSize');
  return value;
}

function isCommitment(value: unknown): value is Commitment {
  return value === 'processed' || value === 'confirmed' || value === 'finalized';
}

export function commitmentOf(options: Options): Commitment {
  const value = options['commitment'] ?? 'finalized';
  if (!isCommitment(value)) throw invalidParams('Invalid params: unknown commitment');
  return value;
}

/** The newest slot this endpoint shows at a commitment. */
export function visibleSlot(call: Call, commitment: Commitment): number {
  return Math.max(0, call.chain.slotAt(commitment) - call.faults.lagSlots);
}

export function withContext(call: Call, options: Options, value: unknown): unknown {
  return { context: { apiVersion: '2.2.0', slot: visibleSlot(call, commitmentOf(options)) }, value };
}
