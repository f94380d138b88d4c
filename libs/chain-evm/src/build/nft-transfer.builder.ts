import type { NftTransfer } from '@waiaas/core';
import { encodeFunctionData } from 'viem';
import { hex, type EvmCall } from './evm-call.js';
import { MULTI_TOKEN_ABI, NFT_ABI } from './token-abi.js';

/** ERC-721 and ERC-1155 `safeTransferFrom`: a contract that cannot hold the token refuses it. */
export function buildNftTransfer(body: NftTransfer, from: string): EvmCall {
  return { to: hex(body.token.address), value: 0n, data: nftTransferData(body, hex(from)) };
}

function nftTransferData(body: NftTransfer, from: `0x${string}`): `0x${string}` {
  const to = hex(body.to);
  const tokenId = BigInt(body.token.tokenId);
  switch (body.token.standard) {
    case 'ERC-721':
      if (BigInt(body.amount) !== 1n) throw new RangeError('an ERC-721 token is one');
      return encodeFunctionData({ abi: NFT_ABI, functionName: 'safeTransferFrom', args: [from, to, tokenId] });
    case 'ERC-1155': {
      const args = [from, to, tokenId, BigInt(body.amount), '0x'] as const;
      return encodeFunctionData({ abi: MULTI_TOKEN_ABI, functionName: 'safeTransferFrom', args });
    }
    case 'SPL':
      throw new RangeError('an SPL token lives on Solana');
  }
}
