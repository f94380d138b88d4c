import { contextValue, count, isRecord, list, record } from '../rpc/answer-shape.js';
import { parseAccount } from '../rpc/accounts.js';
import type { Endpoint } from '../rpc/endpoint.js';
import { untrustedText } from '../tokens/untrusted-text.js';

export interface Simulation {
  /** The node's error value; null where it would succeed. */
  readonly err: unknown;
  readonly unitsConsumed: number;
  readonly logs: readonly string[];
  /** Lamports the watched accounts would hold afterwards, in order. */
  readonly lamports: readonly (bigint | undefined)[];
}

const MAX_LOG_LINES = 100;
const MAX_LINE = 300;
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
    logs: logLines(value['logs']),
    lamports: watched.map((_, index) => (isRecord(accounts[index]) ? parseAccount(accounts[index]).lamports : undefined)),
  };
}

function logLines(logs: unknown): readonly string[] {
  const lines = Array.isArray(logs) ? (logs as readonly unknown[]).slice(0, MAX_LOG_LINES) : [];
  return lines.filter((line) => typeof line === 'string').map((line) => untrustedText(line, MAX_LINE));
}
