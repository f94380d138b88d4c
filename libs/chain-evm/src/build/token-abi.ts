import { parseAbi } from 'viem';

/** The calls of ERC-20, ERC-721 and ERC-1155 this wallet makes itself. */
export const TOKEN_ABI = parseAbi([
  'function transfer(address to, uint256 amount)',
  'function approve(address spender, uint256 amount)',
  'function setApprovalForAll(address operator, bool approved)',
]);

export const NFT_ABI = parseAbi(['function safeTransferFrom(address from, address to, uint256 tokenId)']);

export const MULTI_TOKEN_ABI = parseAbi([
  'function safeTransferFrom(address from, address to, uint256 id, uint256 amount, bytes data)',
]);
