import type { Approve } from '@waiaas/core';
import { encodeFunctionData, zeroAddress } from 'viem';
import { hex, type EvmCall } from './evm-call.js';
import { TOKEN_ABI } from './token-abi.js';

/** ERC-20 `approve`; ERC-721 `approve` of one token, to nobody for amount 0; ERC-1155 `setApprovalForAll`, which knows no smaller grant. */
export function buildApprove(body: Approve): EvmCall {
  return { to: hex(body.token.address), value: 0n, data: approveData(body) };
}

function approveData(body: Approve): `0x${string}` {
  const spender = hex(body.spender);
  const amount = BigInt(body.amount);
  switch (body.nft?.standard) {
    case undefined:
      return encodeFunctionData({ abi: TOKEN_ABI, functionName: 'approve', args: [spender, amount] });
    case 'ERC-721': {
      const args = [amount === 0n ? zeroAddress : spender, BigInt(body.nft.tokenId)] as const;
      return encodeFunctionData({ abi: TOKEN_ABI, functionName: 'approve', args });
    }
    case 'ERC-1155':
      return encodeFunctionData({ abi: TOKEN_ABI, functionName: 'setApprovalForAll', args: [spender, amount > 0n] });
    case 'SPL':
      throw new RangeError('an SPL token lives on Solana');
  }
}
