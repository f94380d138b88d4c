import type { Approve, Intent, NftTransfer } from '@waiaas/core';
import type { EvmCall } from '../build/evm-call.js';

// Written apart from the encoders, on plain words of 32 bytes: an encoder's mistake must not be able to confirm itself.
const SELECTOR = {
  transfer: 'a9059cbb',
  approve: '095ea7b3',
  setApprovalForAll: 'a22cb465',
  safeTransfer721: '42842e0e',
  safeTransfer1155: 'f242432a',
} as const;

/** Whether decoded recipient, value and data are exactly what the intent asks for. */
export function meansIntent(call: EvmCall, intent: Intent): boolean {
  switch (intent.type) {
    case 'TRANSFER':
      return isPlainCall(call, { to: intent.to, amount: intent.amount, data: '0x' });
    case 'TOKEN_TRANSFER':
      return isTokenCall(call, intent.token.address, [SELECTOR.transfer, word(intent.to), word(intent.amount)]);
    case 'APPROVE':
      return isTokenCall(call, intent.token.address, approveWords(intent));
    case 'NFT_TRANSFER':
      return isTokenCall(call, intent.token.address, nftWords(intent, intent.from));
    case 'CONTRACT_CALL':
      return isPlainCall(call, { to: intent.contractAddress, amount: intent.amount, data: intent.calldata });
    case 'CONTRACT_DEPLOY':
      return isPlainCall(call, { to: undefined, amount: intent.amount, data: intent.calldata });
    case 'BATCH':
      return false;
  }
}

function approveWords(body: Approve): readonly string[] {
  const isRevoked = BigInt(body.amount) === 0n;
  switch (body.nft?.standard) {
    case undefined:
      return [SELECTOR.approve, word(body.spender), word(body.amount)];
    case 'ERC-721':
      return [SELECTOR.approve, isRevoked ? word('0') : word(body.spender), word(body.nft.tokenId)];
    case 'ERC-1155':
      return [SELECTOR.setApprovalForAll, word(body.spender), word(isRevoked ? '0' : '1')];
    case 'SPL':
      return [];
  }
}

function nftWords(body: NftTransfer, from: string): readonly string[] {
  const { standard, tokenId } = body.token;
  switch (standard) {
    case 'ERC-721':
      return [SELECTOR.safeTransfer721, word(from), word(body.to), word(tokenId)];
    case 'ERC-1155':
      // The offset of the empty bytes at the end (0xa0), and their length.
      return [SELECTOR.safeTransfer1155, word(from), word(body.to), word(tokenId), word(body.amount), word('0xa0'), word('0')];
    case 'SPL':
      return [];
  }
}

function isTokenCall(call: EvmCall, token: string, words: readonly string[]): boolean {
  return isTo(call, token) && call.value === 0n && words.length > 0 && call.data === `0x${words.join('')}`;
}

interface PlainCall {
  readonly to: string | undefined;
  readonly amount: string;
  readonly data: string;
}

function isPlainCall(call: EvmCall, { to, amount, data }: PlainCall): boolean {
  const isRecipient = to === undefined ? call.to === undefined : isTo(call, to);
  return isRecipient && call.value === BigInt(amount) && isSameHex(call.data, data);
}

function isTo(call: EvmCall, address: string): boolean {
  return call.to !== undefined && isSameHex(call.to, address);
}

function isSameHex(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** An address, amount or id as one ABI word. */
function word(value: string): string {
  return BigInt(value).toString(16).padStart(64, '0');
}
