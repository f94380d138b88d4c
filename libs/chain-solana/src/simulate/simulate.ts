import { contextValue, count, isRecord, list, record } from '../rpc/answer-shape.js';
import { parseAccount } from '../rpc/accounts.js';
import type { Endpoint } from '../rpc/endpoint.js';

export interface Simulation {
  /** The node's error value; null where it would succeed. */
  readonly err: unknown;
  readonly unitsConsumed: number;
  /** Lamports the watched accounts would hold afterwards, in order. */
  readonly lamports: readonly (bigint | undefined)[];
}

const NO_SIGNATURE = Buffer.concat([Buffer.from([1]), Buffer.alloc(64)]);

/** Runs an unsigned message on the node's newest confirmed state, with whatever blockhash the node has. */
export async function simulate(endpoint: Endpoint, message: Uint8Array, watched: readonly string[]): Promise<Simulation> {
  const wire = Buffer.concat([NO_SIGNATURE, message]).toString('base64');
  const config = {
    commitment: 'confirmed',
    encoding: 'base64',
    sigVerify: false,
    replaceRecentBlockhash: true,
    ...(watched.length === 0 ? {} : { accounts: { encoding: 'base64', addresses: watched } }),
  };
  const value = record(contextValue(await endpoint.call('simulateTransaction', wire, config), 'simulation'), 'simulation');
  const accounts = Array.isArray(value['accounts']) ? list(value['accounts'], 'simulated accounts') : [];
  return {
    err: value['err'] ?? null,
    unitsConsumed: value['unitsConsumed'] === undefined ? 0 : count(value['unitsConsumed'], 'units consumed'),
    lamports: watched.map((_, index) => (isRecord(accounts[index]) ? parseAccount(accounts[index]).lamports : undefined)),
  };
}
