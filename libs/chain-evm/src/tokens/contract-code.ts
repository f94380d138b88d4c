import type { Endpoint } from '../rpc/endpoint.js';
import { resultOf, rpcCall, type RpcAnswer } from '../rpc/json-rpc.js';
import { hexData } from '../rpc/quantity.js';

/** EIP-7702: an account that points at somebody's code is a person's account, no contract. */
const DELEGATION = '0xef0100';

/** Whether an answer to `eth_getCode` is the code of a contract. Throws RpcFailure where the node failed. */
export function isContractCode(answer: RpcAnswer | undefined): boolean {
  const code = hexData(resultOf(answer), 'code').toLowerCase();
  return code !== '0x' && !code.startsWith(DELEGATION);
}

/** Those of the addresses at which no contract stands. */
export async function readWithoutCode(endpoint: Endpoint, addresses: readonly string[]): Promise<readonly string[]> {
  const answers = await endpoint.ask(addresses.map((address) => rpcCall('eth_getCode', address, 'latest')));
  return addresses.filter((_, index) => !isContractCode(answers[index]));
}
