import {
  DomainError,
  parseHumanAmount,
  type Approve,
  type BatchInstruction,
  type IntentBody,
  type Network,
  type NftTransfer,
} from '@waiaas/core';
import type { KnownToken } from '../../ports/token-source.port.js';
import type {
  NamedNft,
  NamedToken,
  ParsedApprove,
  ParsedBody,
  ParsedInstruction,
  ParsedNftTransfer,
  WrittenAmount,
} from '../parse/parsed-send.js';
import { refusedMember } from '../parse/refusals.js';

export type KnownTokens = ReadonlyMap<string, KnownToken>;

/** Tokens and collections a request names. */
export function tokensNamed(body: ParsedBody): readonly string[] {
  const instructions = body.type === 'BATCH' ? body.instructions : [body];
  return [...new Set(instructions.flatMap((one) => ('token' in one ? [one.token.address] : [])))];
}

/** The request with true decimals and standards and every amount in base units. Throws DomainError. */
export function resolveBody(network: Network, body: ParsedBody, tokens: KnownTokens): IntentBody {
  switch (body.type) {
    case 'BATCH':
      return { type: 'BATCH', instructions: body.instructions.map((one) => resolveInstruction(network, one, tokens)) };
    case 'CONTRACT_DEPLOY':
      return body.deploy;
    case 'TRANSFER':
    case 'TOKEN_TRANSFER':
    case 'NFT_TRANSFER':
    case 'APPROVE':
    case 'CONTRACT_CALL':
      return resolveInstruction(network, body, tokens);
  }
}

function resolveInstruction(network: Network, one: ParsedInstruction, tokens: KnownTokens): BatchInstruction {
  switch (one.type) {
    case 'TRANSFER':
      return { type: 'TRANSFER', to: one.to, amount: baseAmount(one.amount, network.nativeDecimals, one.at) };
    case 'TOKEN_TRANSFER': {
      const token = fungible(tokens, one.token, one.at);
      return { type: 'TOKEN_TRANSFER', to: one.to, amount: baseAmount(one.amount, token.decimals, one.at), token };
    }
    case 'NFT_TRANSFER':
      return resolveNftTransfer(one, tokens);
    case 'APPROVE':
      return resolveApprove(one, tokens);
    case 'CONTRACT_CALL':
      return one.call;
  }
}

function resolveNftTransfer({ to, amount, token, at }: ParsedNftTransfer, tokens: KnownTokens): NftTransfer {
  const { address, tokenId, standard } = token;
  checkNft(tokens, token, `${at}token`);
  return { type: 'NFT_TRANSFER', to, amount: amount.toString(), token: { address, tokenId, standard } };
}

function resolveApprove({ spender, amount, token, nft, at }: ParsedApprove, tokens: KnownTokens): Approve {
  if (nft === undefined) {
    const known = fungible(tokens, token, at);
    return { type: 'APPROVE', spender, amount: baseAmount(amount, known.decimals, at), token: known };
  }
  checkNft(tokens, { ...token, ...nft }, `${at}nft`);
  return { type: 'APPROVE', spender, amount: baseAmount(amount, 0, at), token: { address: token.address, decimals: 0 }, nft };
}

/** A token that is counted. A figure means an id to a collection: it would grant or move something else than was written. */
function fungible(tokens: KnownTokens, named: NamedToken, at: string): { readonly address: string; readonly decimals: number } {
  const known = tokens.get(named.address);
  if (known === undefined || known.standard === 'ERC-721' || known.standard === 'ERC-1155') throw notFound(at, 'fungible token');
  checkDecimals(named, known.decimals, at);
  return { address: named.address, decimals: known.decimals };
}

function checkNft(tokens: KnownTokens, named: NamedNft, path: string): void {
  const known = tokens.get(named.address);
  if (known === undefined) throw notFound(path.slice(0, path.lastIndexOf('.') + 1), 'collection');
  const isAsStated =
    named.standard === 'SPL'
      ? (known.standard === 'SPL' || known.standard === 'SPL-2022') && known.decimals === 0
      : known.standard === named.standard;
  if (!isAsStated) throw mismatch(`${path}.standard`, 'the chain says otherwise');
}

function checkDecimals({ statedDecimals }: NamedToken, decimals: number, at: string): void {
  if (statedDecimals !== undefined && statedDecimals !== decimals)
    throw mismatch(`${at}token.decimals`, `the chain says ${String(decimals)}`);
}

function notFound(at: string, what: string): DomainError {
  return new DomainError('TOKEN_NOT_FOUND', { hint: `No ${what} answers at ${at}token.address on this network.` });
}

function mismatch(path: string, message: string): DomainError {
  return new DomainError('TOKEN_METADATA_MISMATCH', { details: { issues: [{ path, code: 'differs', message }] } });
}

function baseAmount(amount: WrittenAmount, decimals: number, at: string): string {
  if ('base' in amount) return amount.base.toString();
  const value = parseHumanAmount(amount.human, decimals);
  if (value !== undefined) return value.toString();
  throw refusedMember(`${at}humanAmount`, 'isHumanAmount', `must be a decimal number with at most ${String(decimals)} decimals`);
}
