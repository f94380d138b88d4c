import type { TokenTransfer } from '@waiaas/core';
import { encodeFunctionData } from 'viem';
import { hex, type EvmCall } from './evm-call.js';
import { TOKEN_ABI } from './token-abi.js';

/** ERC-20 `transfer`. */
export function buildTokenTransfer(body: TokenTransfer): EvmCall {
  const data = encodeFunctionData({ abi: TOKEN_ABI, functionName: 'transfer', args: [hex(body.to), BigInt(body.amount)] });
  return { to: hex(body.token.address), value: 0n, data };
}
