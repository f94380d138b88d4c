import type { RpcError } from '../rpc/json-rpc.js';

const SELECTOR = /^0x[0-9a-fA-F]{8}/;

const CAUSES: readonly (readonly [pattern: RegExp, text: string])[] = [
  [/insufficient (?:funds|balance)|balance too low|upfront cost exceeds/i, 'insufficient funds'],
  [/revert|always failing/i, 'execution reverted'],
  [/gas required exceeds|out of ?gas|intrinsic gas|gas limit/i, 'out of gas'],
  [
    /invalid (?:opcode|jump|instruction)|bad instruction|stack (?:over|under)flow|vm execution error|evm error/i,
    'execution failed',
  ],
];

/**
 * A short text of our own for what made a simulated call fail; undefined where the node itself is at fault.
 * Of the node's answer it holds the error selector alone: its text comes from the called contract.
 */
export function simulationErrorOf(error: RpcError): string | undefined {
  const selector = selectorOf(error.data);
  const known = CAUSES.find(([pattern]) => pattern.test(error.message))?.[1];
  // Code 3 is `execution reverted` of every client that follows geth.
  const text = known ?? (error.code === 3 || selector !== undefined ? 'execution reverted' : undefined);
  return text === undefined || selector === undefined ? text : `${text} (${selector})`;
}

function selectorOf(data: unknown): string | undefined {
  return typeof data === 'string' ? SELECTOR.exec(data)?.[0].toLowerCase() : undefined;
}
