import { isSameAddress, type Holding, type Intent, type NftTransfer } from '@waiaas/core';
import { rpcCall, type RpcAnswer, type RpcCall } from '../rpc/json-rpc.js';
import { garbage } from '../rpc/rpc-failure.js';
import { balanceCall, tokenBalanceOf, viewOf } from './token-balance.js';

const OWNER_OF = '0x6352211e';
const BALANCE_OF_ID = '0x00fdd58e';

/** What is asked about what the request itself moves: at most one token, since an account without code makes one call. */
export function holdingCalls(intent: Intent): readonly RpcCall[] {
  if (intent.type === 'TOKEN_TRANSFER') return [balanceCall(intent.from, intent.token.address)];
  if (intent.type !== 'NFT_TRANSFER') return [];
  const { address, tokenId, standard } = intent.token;
  const id = BigInt(tokenId).toString(16).padStart(64, '0');
  const owner = intent.from.slice(2).toLowerCase().padStart(64, '0');
  const data = standard === 'ERC-721' ? `${OWNER_OF}${id}` : `${BALANCE_OF_ID}${owner}${id}`;
  return [rpcCall('eth_call', { to: address, data }, 'latest')];
}

/** The answers to `holdingCalls`. */
export function holdingsIn([answer]: readonly RpcAnswer[], intent: Intent): readonly Holding[] {
  if (intent.type === 'TOKEN_TRANSFER') return [{ token: intent.token.address, amount: tokenBalanceOf(answer) }];
  return intent.type === 'NFT_TRANSFER' ? [nftHolding(answer, intent.token, intent.from)] : [];
}

/** `ownerOf` fails for an NFT that nobody has: that is none of it. */
function nftHolding(answer: RpcAnswer | undefined, token: NftTransfer['token'], from: string): Holding {
  if (answer === undefined) throw garbage('holding');
  const word = viewOf(answer);
  const value = word?.length === 66 ? word : `0x${'0'.repeat(64)}`;
  const isOwner = isSameAddress('ethereum', `0x${value.slice(-40)}`, from);
  const amount = token.standard === 'ERC-721' ? (isOwner ? 1n : 0n) : BigInt(value);
  return { token: token.address, tokenId: token.tokenId, amount };
}
