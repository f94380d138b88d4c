import { describe } from 'vitest';
import { calldata, execute, transfer, word } from '../abi.js';
import { K, N, P, Q, R, S } from '../verdict.js';
import { allowance, allowed, call, CHEAP, denied, holds, policy, tokens } from './row.js';

const LISTED = policy('CONTRACT_WHITELIST', { contracts: [{ address: R }] });
const assets = (...list: readonly object[]) => [CHEAP, policy('ALLOWED_TOKENS', { tokens: list })];
const wrongToken = denied('ALLOWED_TOKENS_VIOLATION');

describe('7 ALLOWED_TOKENS', () => {
  holds([
    [
      'absence denies a payment',
      { policies: [CHEAP], settings: {}, request: tokens(1n, P) },
      denied('ALLOWED_TOKENS_REQUIRED', { reason: `Token ${K} needs an ALLOWED_TOKENS policy.` }),
    ],
    [
      'absence does not deny an APPROVE; type 10 does',
      { policies: [CHEAP], settings: {}, request: allowance(1n, Q) },
      denied('APPROVED_SPENDERS_REQUIRED', { denials: ['APPROVED_SPENDERS_REQUIRED'] }),
    ],
    [
      'an APPROVE is checked where the policy exists',
      { policies: assets({ address: R }), request: allowance(1n, Q) },
      wrongToken,
    ],
    ['a revocation is exempt', { policies: assets({ address: R }), request: allowance(0n, Q) }, allowed('NOTIFY')],
    [
      'symbols decide nothing',
      { policies: assets({ address: R, symbol: 'K' }), request: tokens(1n, P, { token: { address: K, symbol: 'K' } }) },
      wrongToken,
    ],
    [
      'an asset id holds for its network alone',
      { policies: assets({ address: K, assetId: `eip155:10/erc20:${K}` }), request: tokens(1n, P) },
      wrongToken,
    ],
    [
      'and passes there',
      { policies: assets({ address: K, assetId: `eip155:8453/erc20:${K}` }), request: tokens(1n, P) },
      allowed('INSTANT'),
    ],
    [
      'without a network none fits',
      {
        policies: assets({ address: K, assetId: `eip155:8453/erc20:${K}` }),
        request: { type: 'TOKEN_TRANSFER', chain: 'ethereum', to: P, amount: '1', token: { address: K } },
      },
      wrongToken,
    ],
    [
      'one address may be listed for two networks',
      {
        policies: assets({ address: K, assetId: `eip155:10/erc20:${K}` }, { address: K, assetId: `eip155:8453/erc20:${K}` }),
        request: tokens(1n, P),
      },
      allowed('INSTANT'),
    ],
    [
      'a token moved inside calldata is asked about',
      { policies: assets({ address: R }), request: call(K, transfer(P, 1)) },
      wrongToken,
    ],
    [
      'an NFT is none',
      {
        policies: assets({ address: R }),
        request: { type: 'NFT_TRANSFER', network: 'base-mainnet', to: P, token: { address: N } },
      },
      allowed('APPROVAL'),
    ],
    [
      'the reason names a token given by its asset id as it was asked for',
      {
        policies: assets({ address: R }),
        request: tokens(1n, P, { token: { assetId: 'eip155:8453/erc20:0xd8da6bf26964af9d7eed9e03e53415d37aa96045' } }),
      },
      { ...wrongToken, reason: 'Token 0xd8da6bf26964af9d7eed9e03e53415d37aa96045 is not in ALLOWED_TOKENS.' },
    ],
  ]);
});

const OPAQUE = '0x04E45AAF';
const methods = (...selectors: readonly string[]) => policy('METHOD_WHITELIST', { methods: [{ contractAddress: R, selectors }] });

describe('8 CONTRACT_WHITELIST and 9 METHOD_WHITELIST', () => {
  holds([
    [
      'absence denies every call',
      { policies: [CHEAP], settings: {}, request: call(R, OPAQUE) },
      denied('CONTRACT_WHITELIST_REQUIRED'),
    ],
    [
      'and every collection',
      {
        policies: [CHEAP],
        settings: {},
        request: { type: 'NFT_TRANSFER', network: 'base-mainnet', to: P, token: { address: N } },
      },
      denied('CONTRACT_WHITELIST_REQUIRED'),
    ],
    [
      'a trusted provider is not asked',
      { policies: [CHEAP], settings: {}, context: { trustedProvider: true }, request: call(R, OPAQUE) },
      allowed('NOTIFY'),
    ],
    [
      'a provider of the request itself means nothing',
      { policies: [CHEAP], settings: {}, request: call(R, OPAQUE, { actionProvider: 'lifi' }) },
      denied('CONTRACT_WHITELIST_REQUIRED'),
    ],
    [
      'a call inside a call is asked about',
      { policies: [CHEAP, LISTED], request: call(R, execute(S, 0, OPAQUE)) },
      denied('CONTRACT_WHITELIST_VIOLATION', { reason: `Contract ${S} is not in CONTRACT_WHITELIST.` }),
    ],
    ['a payment inside a call is none', { policies: [CHEAP, LISTED], request: call(R, execute(S, 1, '0x')) }, allowed('INSTANT')],
    [
      'a call without data stays a call for the list',
      { policies: [CHEAP, LISTED], request: call(S, '0x', { amount: '1' }) },
      denied('CONTRACT_WHITELIST_VIOLATION'),
    ],
    [
      'a deployment is no call',
      { policies: [CHEAP, LISTED], request: { type: 'CONTRACT_DEPLOY', network: 'base-mainnet', bytecode: '0x00' } },
      allowed('APPROVAL'),
    ],
    [
      'a selector is compared without case',
      { policies: [CHEAP, LISTED, methods('0x04e45aaf')], request: call(R, OPAQUE) },
      allowed('NOTIFY'),
    ],
    [
      'method stands in for calldata',
      { policies: [CHEAP, LISTED, methods('0x04e45aaf')], request: call(R, undefined, { method: OPAQUE }) },
      allowed('NOTIFY'),
    ],
    [
      'calldata beats method',
      { policies: [CHEAP, LISTED, methods('0x04e45aaf')], request: call(R, '0x414bf389', { method: OPAQUE }) },
      denied('METHOD_WHITELIST_VIOLATION'),
    ],
    [
      'a call without a selector is refused',
      { policies: [CHEAP, LISTED, methods('0x04e45aaf')], request: call(R, '0x', { amount: '1' }) },
      denied('METHOD_WHITELIST_VIOLATION'),
    ],
    [
      'so is one with fewer than four bytes',
      { policies: [CHEAP, LISTED, methods('0x04e45aaf')], request: call(R, '0x04e45a') },
      denied('METHOD_WHITELIST_VIOLATION'),
    ],
    [
      'a contract without an entry is free',
      {
        policies: [CHEAP, policy('CONTRACT_WHITELIST', { contracts: [{ address: S }] }), methods('0x04e45aaf')],
        request: call(S, '0x12345678'),
      },
      allowed('NOTIFY'),
    ],
    [
      'a trusted provider is asked about methods',
      { policies: [CHEAP, methods('0x04e45aaf')], context: { trustedProvider: true }, request: call(R, '0x12345678') },
      denied('METHOD_WHITELIST_VIOLATION'),
    ],
    [
      'a call inside a call is asked about its method',
      { policies: [CHEAP, methods('0x04e45aaf')], request: call(S, execute(R, 0, '0x12345678')) },
      denied('METHOD_WHITELIST_VIOLATION'),
    ],
    [
      'a listed opaque call without a SPENDING_LIMIT asks a human',
      { policies: [LISTED], request: call(R, OPAQUE) },
      allowed('APPROVAL'),
    ],
    [
      'with its method listed it needs none',
      { policies: [LISTED, methods('0x04e45aaf')], request: call(R, OPAQUE) },
      allowed('NOTIFY'),
    ],
    [
      'unless it carries value',
      { policies: [LISTED, methods('0x04e45aaf')], request: call(R, OPAQUE, { amount: '1' }) },
      allowed('APPROVAL'),
    ],
    [
      'an opaque call nobody listed asks a human',
      { policies: [CHEAP], request: call(R, OPAQUE) },
      allowed('APPROVAL', { approvalReason: 'floor' }),
    ],
    [
      'a listed method of an unlisted contract is no better',
      { policies: [CHEAP, methods('0x04e45aaf')], request: call(R, OPAQUE) },
      allowed('APPROVAL'),
    ],
    [
      'a known selector whose arguments do not decode asks a human, listed or not',
      { policies: [CHEAP, LISTED, methods('0xa9059cbb')], request: call(R, calldata('0xa9059cbb', word(P))) },
      allowed('APPROVAL'),
    ],
  ]);
});

const priceless = allowed('APPROVAL', { approvalReason: 'unknown_value' });
const claimed = { token: { address: N, decimals: 0 } };
const ofN = { prices: [{ chain: 'ethereum', asset: N, usd: '0.01' }] };

describe('what facts know as a collection', () => {
  holds([
    ['has no value, sent as a token', { ...ofN, policies: [CHEAP], request: tokens(1n, P, claimed) }, priceless],
    ['has none either where its id is 0', { ...ofN, policies: [CHEAP], request: tokens(0n, P, claimed) }, priceless],
    ['has none inside calldata', { ...ofN, policies: [CHEAP], request: call(N, transfer(P, 1n), claimed) }, priceless],
    [
      'has no units',
      {
        policies: [
          policy('SPENDING_LIMIT', {
            token_limits: { [`eip155:8453/erc20:${N}`]: { instant_max: '9', notify_max: '9', delay_max: '9' } },
          }),
        ],
        request: tokens(1n, P, claimed),
      },
      priceless,
    ],
  ]);
});
