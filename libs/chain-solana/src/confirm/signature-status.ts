import { contextSlot, contextValue, count, list, record, text } from '../rpc/answer-shape.js';
import type { Endpoint } from '../rpc/endpoint.js';
import { garbage } from '../rpc/rpc-failure.js';

export type Level = 'processed' | 'confirmed' | 'finalized';

/** What one node knows of one signature. */
export interface SignatureStatus {
  readonly slot: number;
  readonly succeeded: boolean;
  readonly level: Level;
  /** Blocks since and with the one that holds it. */
  readonly confirmations: number;
}

const PER_CALL = 256;
const LEVELS: readonly Level[] = ['processed', 'confirmed', 'finalized'];

/** The statuses of these signatures in their order, old ones included; undefined where the node knows none. */
export async function readStatuses(
  endpoint: Endpoint,
  signatures: readonly string[],
): Promise<readonly (SignatureStatus | undefined)[]> {
  const calls: Promise<readonly (SignatureStatus | undefined)[]>[] = [];
  for (let start = 0; start < signatures.length; start += PER_CALL)
    calls.push(readSome(endpoint, signatures.slice(start, start + PER_CALL)));
  return (await Promise.all(calls)).flat();
}

async function readSome(endpoint: Endpoint, signatures: readonly string[]): Promise<readonly (SignatureStatus | undefined)[]> {
  const result = await endpoint.call('getSignatureStatuses', signatures, { searchTransactionHistory: true });
  const newest = contextSlot(result, 'statuses');
  const statuses = list(contextValue(result, 'statuses'), 'statuses', signatures.length);
  return statuses.map((status) => (status === null ? undefined : parseStatus(status, newest)));
}

function parseStatus(value: unknown, newest: number): SignatureStatus {
  const status = record(value, 'status');
  const slot = count(status['slot'], 'status slot');
  if (!('err' in status)) throw garbage('status error');
  return { slot, succeeded: status['err'] === null, level: levelOf(status), confirmations: Math.max(1, newest - slot + 1) };
}

/** Without confirmations left to count the block is a root; nodes that give no level still say that. */
function levelOf(status: Record<string, unknown>): Level {
  const { confirmationStatus, confirmations } = status;
  if (confirmationStatus === undefined || confirmationStatus === null) return confirmations === null ? 'finalized' : 'processed';
  const level = LEVELS.find((candidate) => candidate === text(confirmationStatus, 'confirmation status'));
  if (level === undefined) throw garbage('confirmation status');
  return level;
}
