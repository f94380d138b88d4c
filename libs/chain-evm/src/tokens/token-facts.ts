import { toChecksumAddress, type TokenFacts } from '@waiaas/core';
import type { Endpoint } from '../rpc/endpoint.js';
import { rpcCall, type RpcCall } from '../rpc/json-rpc.js';
import { isContractCode } from './contract-code.js';
import { viewOf } from './token-balance.js';
import { contractText } from './untrusted-text.js';

const DECIMALS = '0x313ce567';
const SYMBOL = '0x95d89b41';
const NAME = '0x06fdde03';
const INTERFACE = { erc165: '01ffc9a7', none: 'ffffffff', erc721: '80ac58cd', erc1155: 'd9b67a26' } as const;

/** 10^77 is the largest power of ten that 256 bits hold: a token with more decimals has no whole unit. */
const MOST_DECIMALS = 77n;
const SYMBOL_LENGTH = 32;
const NAME_LENGTH = 64;

/**
 * What a contract says about itself: decimals, or an NFT standard by ERC-165. Symbol and name are untrusted text.
 * Undefined where there is no code, or code that is no token.
 */
export async function readToken(endpoint: Endpoint, address: string): Promise<TokenFacts | undefined> {
  const answers = await endpoint.ask([
    rpcCall('eth_getCode', address, 'latest'),
    ...[DECIMALS, SYMBOL, NAME].map((data) => callTo(address, data)),
    ...Object.values(INTERFACE).map((id) => callTo(address, `0x01ffc9a7${id.padEnd(64, '0')}`)),
  ]);
  if (!isContractCode(answers[0])) return undefined;
  const [decimals, symbol, name, ...interfaces] = answers.slice(1).map(viewOf);
  const standard = nftStandardOf(interfaces.map(isTrue));
  const digits = standard === undefined ? decimalsOf(decimals) : 0;
  if (digits === undefined) return undefined;
  return {
    address: toChecksumAddress(address),
    decimals: digits,
    symbol: contractText(symbol ?? '0x', SYMBOL_LENGTH),
    name: contractText(name ?? '0x', NAME_LENGTH),
    standard: standard ?? 'ERC-20',
  };
}

function callTo(to: string, data: string): RpcCall {
  return rpcCall('eth_call', { to, data }, 'latest');
}

/** ERC-165: a contract that claims 0xffffffff claims everything, and nothing of it counts. */
function nftStandardOf([isErc165, claimsAll, isErc721, isErc1155]: readonly boolean[]): 'ERC-721' | 'ERC-1155' | undefined {
  if (isErc165 !== true || claimsAll === true) return undefined;
  if (isErc721 === true) return 'ERC-721';
  return isErc1155 === true ? 'ERC-1155' : undefined;
}

function isTrue(word: `0x${string}` | undefined): boolean {
  return word?.length === 66 && BigInt(word) === 1n;
}

function decimalsOf(word: `0x${string}` | undefined): number | undefined {
  if (word?.length !== 66) return undefined;
  const decimals = BigInt(word);
  return decimals > MOST_DECIMALS ? undefined : Number(decimals);
}
