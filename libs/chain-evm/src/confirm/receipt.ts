import { isRecord, resultOf, type RpcAnswer } from '../rpc/json-rpc.js';
import { hash32, quantity, safeInteger } from '../rpc/quantity.js';
import { garbage } from '../rpc/rpc-failure.js';

export interface Receipt {
  readonly blockNumber: number;
  readonly blockHash: string;
  readonly succeeded: boolean;
}

/** The receipt of a mined transaction; undefined where the node has none. One for another hash, or without a status, is garbage. */
export function receiptOf(answer: RpcAnswer | undefined, hash: string): Receipt | undefined {
  const receipt = objectAbout(answer, 'transactionHash', hash);
  if (receipt === undefined || receipt['blockNumber'] === null) return undefined;
  const status = quantity(receipt['status'], 'receipt status');
  if (status > 1n) throw garbage('receipt status');
  return {
    blockNumber: safeInteger(receipt['blockNumber'], 'receipt block number'),
    blockHash: hash32(receipt['blockHash'], 'receipt block hash'),
    succeeded: status === 1n,
  };
}

/** Whether the node knows a transaction at all, waiting or included. */
export function isKnown(answer: RpcAnswer | undefined, hash: string): boolean {
  return objectAbout(answer, 'hash', hash) !== undefined;
}

function objectAbout(answer: RpcAnswer | undefined, field: string, hash: string): Record<string, unknown> | undefined {
  const result = resultOf(answer);
  if (result === null) return undefined;
  if (!isRecord(result) || hash32(result[field], field) !== hash.toLowerCase()) throw garbage(field);
  return result;
}
