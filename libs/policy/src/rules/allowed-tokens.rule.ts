import { findNetwork, tokenAssetId } from '@waiaas/core';
import type { Case } from '../effective/case.js';
import type { Operation } from '../operations/operation.js';
import { assetId, assetIdFitsAddress, chain, chainFitsAddress, symbol } from '../schema/entries.js';
import { list } from '../schema/list.js';
import { object, optional } from '../schema/object.js';
import { address } from '../schema/scalars.js';
import { comparable } from '../value/asset.js';
import { deny } from './finding.js';
import { definePolicy } from './policy-type.js';
import { say } from '../words/wording.js';

const entry = object(
  { address: address(), symbol: optional(symbol()), chain: optional(chain()), assetId: optional(assetId()) },
  chainFitsAddress,
  assetIdFitsAddress,
);

/** Listed tokens: anywhere by address, or on one network by asset id. */
interface AllowedTokens {
  readonly anywhere: ReadonlySet<string>;
  readonly byAssetId: ReadonlySet<string>;
}

/** Asset ids are compared like the address they end in. */
function comparableAssetId(id: string): string {
  return id.startsWith('eip155:') ? id.toLowerCase() : id;
}

/** The asset id the engine derives itself; undefined where no network is known. */
function assetIdOf({ network, token }: Operation): string | undefined {
  const known = network === undefined ? undefined : findNetwork(network);
  return known === undefined || token === undefined ? undefined : comparableAssetId(tokenAssetId(known, token));
}

/** Whether the list names the token of an operation for its very network. */
export function isNamedByAssetId(tokens: AllowedTokens, operation: Operation): boolean {
  return tokens.byAssetId.has(assetIdOf(operation) ?? '');
}

function denyToken(code: string, words: 'TOKEN_NOT_LISTED' | 'TOKEN_NEEDS_POLICY', { token, path }: Operation) {
  return deny(code, say(words, { token: token ?? '(native)' }), {
    field: 'tokens',
    operation: path,
    ...(token === undefined ? {} : { suggestion: say('ASK_LISTING', { value: token, policy: 'ALLOWED_TOKENS' }) }),
  });
}

function isPayment({ kind }: Operation): boolean {
  return kind === 'TOKEN_TRANSFER' || kind === 'X402_PAYMENT';
}

export const allowedTokens = definePolicy({
  type: 'ALLOWED_TOKENS',
  label: 'Allowed tokens',
  description:
    'Only these tokens are paid or approved; symbols are labels, addresses decide. Without the policy no token is paid.',
  effect: 'deny',
  appliesTo: ['TOKEN_TRANSFER', 'X402_PAYMENT', 'APPROVE', 'CONTRACT_CALL', 'BATCH', 'SIGN_TYPED_DATA'],
  schema: object({ tokens: list(entry, { key: (one) => `${one.address}|${one.assetId ?? ''}` }) }),
  example: { tokens: [{ address: '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48', symbol: 'USDC' }] },
  prepare: (rules): AllowedTokens => ({
    anywhere: new Set(rules.tokens.flatMap((one) => (one.assetId === undefined ? [comparable(one.address)] : []))),
    byAssetId: new Set(rules.tokens.flatMap((one) => (one.assetId === undefined ? [] : [comparableAssetId(one.assetId)]))),
  }),
  judge: (tokens, { operations }: Case) =>
    operations
      .filter((operation) => isPayment(operation) || (operation.kind === 'APPROVE' && !operation.isRevocation))
      .filter((operation) => !tokens.anywhere.has(comparable(operation.token ?? '')) && !isNamedByAssetId(tokens, operation))
      .map((operation) => denyToken('ALLOWED_TOKENS_VIOLATION', 'TOKEN_NOT_LISTED', operation)),
  absent: ({ operations, facts }) =>
    facts.settings.defaultDenyTokens
      ? operations.filter(isPayment).map((operation) => denyToken('ALLOWED_TOKENS_REQUIRED', 'TOKEN_NEEDS_POLICY', operation))
      : [],
});
