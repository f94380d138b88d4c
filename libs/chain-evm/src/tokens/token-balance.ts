import { DomainError } from '@waiaas/core';
import { simulationErrorOf } from '../simulate/simulation-error.js';
import { nodeError, rpcCall, type RpcAnswer, type RpcCall } from '../rpc/json-rpc.js';
import { hexData } from '../rpc/quantity.js';
import { garbage } from '../rpc/rpc-failure.js';

const BALANCE_OF = '0x70a08231';

/** `balanceOf(owner)` of ERC-20 and ERC-721. */
export function balanceCall(owner: string, token: string): RpcCall {
  const data = `${BALANCE_OF}${owner.slice(2).toLowerCase().padStart(64, '0')}`;
  return rpcCall('eth_call', { to: token, data }, 'latest');
}

/** What a view function returned; undefined where it reverts. Throws RpcFailure where the node failed: that says nothing about the contract. */
export function viewOf(answer: RpcAnswer | undefined): `0x${string}` | undefined {
  if (answer === undefined) throw garbage('view');
  if (answer.ok) return hexData(answer.result, 'view');
  if (simulationErrorOf(answer.error) === undefined) throw nodeError(answer.error);
  return undefined;
}

/**
 * The balance in the answer. No contract, or one that keeps no balances, is an error and never zero.
 *
 * @throws DomainError `TOKEN_NOT_FOUND`; RpcFailure where the node failed.
 */
export function tokenBalanceOf(answer: RpcAnswer | undefined): bigint {
  const word = viewOf(answer);
  if (word === undefined || word.length < 66) throw new DomainError('TOKEN_NOT_FOUND');
  return BigInt(word.slice(0, 66));
}
