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

/**
 * The balance in the answer. No contract, or one that keeps no balances, is an error and never zero.
 *
 * @throws DomainError `TOKEN_NOT_FOUND`; RpcFailure where the node failed.
 */
export function tokenBalanceOf(answer: RpcAnswer | undefined): bigint {
  if (answer === undefined) throw garbage('token balance');
  if (!answer.ok) {
    if (simulationErrorOf(answer.error) === undefined) throw nodeError(answer.error);
    throw new DomainError('TOKEN_NOT_FOUND');
  }
  const word = hexData(answer.result, 'token balance');
  if (word.length < 66) throw new DomainError('TOKEN_NOT_FOUND');
  return BigInt(word.slice(0, 66));
}
