import { domainToASCII } from 'node:url';
import { judgeWhatIf, parseWhatIf, POLICY_SETTINGS_DEFAULTS, type Decision } from '@waiaas/policy';
import {
  concat,
  domainSeparator,
  encodeAbiParameters,
  encodeFunctionData,
  encodePacked,
  hashTypedData,
  keccak256,
  pad,
  parseAbi,
  parseAbiParameters,
  stringToHex,
  type Hex,
} from 'viem';
import { describe, expect, it } from 'vitest';

// What other people's code writes, judged by ours: calldata and hashes made by viem, published type hashes, hosts as Node's own URL
// parser writes them. None of it comes from the writers that the policy library tests itself with.

const address = (digit: string): Hex => `0x${digit.repeat(40)}`;
const [P, Q, R, S, K] = [address('1'), address('2'), address('3'), address('4'), address('5')];
const MAX = 2n ** 256n - 1n;
const NOW = 1_800_000_000;
const NETWORK = 'ethereum-mainnet';

const OPEN = Object.fromEntries(
  ['tokens', 'contracts', 'spenders', 'x402_domains'].map((kind) => [`policy.default_deny_${kind}`, false]),
);
const CHEAP = [
  { type: 'SPENDING_LIMIT', rules: { instant_max_usd: '999999999' } },
  { type: 'APPROVE_TIER_OVERRIDE', rules: { tier: 'INSTANT' } },
];

function judge(request: object, policies: readonly object[] = []): Decision {
  const parsed = parseWhatIf({
    ...{ walletId: 'w', now: NOW, history: [], settings: OPEN, policies: [...CHEAP, ...policies], request },
    prices: [
      { chain: 'ethereum', asset: 'native', usd: 1 },
      { chain: 'ethereum', asset: K, usd: 1 },
    ],
    context: { tokens: [{ chain: 'ethereum', address: K, decimals: 6 }] },
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  const nothing = { policies: [], history: [], now: NOW, prices: [], context: {}, ownerState: 'NONE' } as const;
  return judgeWhatIf(parsed.value, { ...nothing, settings: POLICY_SETTINGS_DEFAULTS });
}

const encode = (signature: string, args: readonly unknown[]): Hex =>
  encodeFunctionData({ abi: parseAbi([`function ${signature}`] as readonly string[]), args: [...args] });
const call = (to: Hex, data: Hex) => ({ type: 'CONTRACT_CALL', network: NETWORK, contractAddress: to, calldata: data });
const pay = (to: Hex): Hex => encode('transfer(address,uint256)', [to, 7n]);
const safe = (to: Hex, data: Hex, operation: number): Hex =>
  encode('execTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes)', [
    ...[to, 0n, data, operation, 0n, 0n, 0n, P, P, '0x'],
  ]);
const packed = (operation: number, to: Hex, data: Hex): Hex =>
  encodePacked(['uint8', 'address', 'uint256', 'uint256', 'bytes'], [operation, to, 0n, BigInt((data.length - 2) / 2), data]);
const single = (to: Hex, data: Hex): Hex => encodePacked(['address', 'uint256', 'bytes'], [to, 0n, data]);
const CALLS = parseAbiParameters('(address target, uint256 value, bytes callData)[]');

/** Every one pays Q seven units of K. */
const HIDDEN_PAYMENTS: readonly (readonly [name: string, to: Hex, data: Hex])[] = [
  ['transfer', K, pay(Q)],
  ['transferFrom', K, encode('transferFrom(address,address,uint256)', [P, Q, 7n])],
  ['transferAndCall', K, encode('transferAndCall(address,uint256,bytes)', [Q, 7n, '0x'])],
  [
    'an EIP-3009 authorisation',
    K,
    encode('transferWithAuthorization(address,address,uint256,uint256,uint256,bytes32,uint8,bytes32,bytes32)', [
      ...[P, Q, 7n, 0n, 1n, pad('0x1'), 27, pad('0x1'), pad('0x1')],
    ]),
  ],
  ['Permit2 transferFrom', R, encode('transferFrom(address,address,uint160,address)', [P, Q, 7n, K])],
  [
    'Permit2 permitTransferFrom',
    R,
    encode(
      'permitTransferFrom(((address token,uint256 amount) permitted,uint256 nonce,uint256 deadline) permit,(address to,uint256 requestedAmount) details,address owner,bytes signature)',
      [{ permitted: { token: K, amount: 7n }, nonce: 0n, deadline: 1n }, { to: Q, requestedAmount: 7n }, P, '0x'],
    ),
  ],
  ['multicall', K, encode('multicall(bytes[])', [[pay(Q)]])],
  ['multicall with a deadline', K, encode('multicall(uint256,bytes[])', [1n, [pay(Q)]])],
  ['aggregate', R, encode('aggregate((address target,bytes data)[])', [[{ target: K, data: pay(Q) }]])],
  ['tryAggregate', R, encode('tryAggregate(bool,(address target,bytes data)[])', [true, [{ target: K, data: pay(Q) }]])],
  [
    'aggregate3',
    R,
    encode('aggregate3((address target,bool mayFail,bytes data)[])', [[{ target: K, mayFail: true, data: pay(Q) }]]),
  ],
  ['execute', R, encode('execute(address,uint256,bytes)', [K, 0n, pay(Q)])],
  ['executeBatch', R, encode('executeBatch(address[],uint256[],bytes[])', [[K], [0n], [pay(Q)]])],
  [
    'executeBatch of tuples',
    R,
    encode('executeBatch((address to,uint256 value,bytes data)[])', [[{ to: K, value: 0n, data: pay(Q) }]]),
  ],
  ['an ERC-7579 call', R, encode('execute(bytes32,bytes)', [pad('0x', { size: 32 }), single(K, pay(Q))])],
  [
    'an ERC-7579 batch',
    R,
    encode('execute(bytes32,bytes)', [
      pad('0x01', { size: 32, dir: 'right' }),
      encodeAbiParameters(CALLS, [[{ target: K, value: 0n, callData: pay(Q) }]]),
    ]),
  ],
  ['a Safe transaction', R, safe(K, pay(Q), 0)],
  ['a multiSend', R, encode('multiSend(bytes)', [concat([packed(0, K, pay(Q))])])],
  [
    "a Safe's own multiSend",
    R,
    safe('0x9641d764fc13c8B624c04430C7356C1C7C8102e2', encode('multiSend(bytes)', [packed(0, K, pay(Q))]), 1),
  ],
];

describe('calldata as viem writes it', () => {
  it.each(HIDDEN_PAYMENTS)('is seen to pay: %s', (_, to, data) => {
    const { operations, result } = judge(call(to, data));
    expect(operations.at(-1)).toMatchObject({ kind: 'TOKEN_TRANSFER', target: Q, asset: K, amount: 7n });
    expect(result.tier).toBe('INSTANT');
    const listed = judge(call(to, data), [{ type: 'WHITELIST', rules: { allowed_addresses: [P] } }]);
    expect(listed.result.denyCode).toBe('WHITELIST_VIOLATION');
  });

  it.each<readonly [string, Hex, Hex]>([
    ['approve', K, encode('approve(address,uint256)', [S, MAX])],
    ['increaseAllowance', K, encode('increaseAllowance(address,uint256)', [S, MAX])],
    ['setApprovalForAll', K, encode('setApprovalForAll(address,bool)', [S, true])],
    ['Permit2 approve', R, encode('approve(address,address,uint160,uint48)', [K, S, 2n ** 160n - 1n, 1])],
    [
      'a permit of DAI',
      K,
      encode('permit(address,address,uint256,uint256,bool,uint8,bytes32,bytes32)', [
        ...[P, S, 0n, 1n, true, 27, pad('0x1'), pad('0x1')],
      ]),
    ],
  ])('is seen to grant without limit: %s', (_, to, data) => {
    expect(judge(call(to, data)).result.denyCode).toBe('APPROVE_UNLIMITED_BLOCKED');
  });
});

type Fields = readonly { readonly name: string; readonly type: string }[];

const fields = (text: string): Fields =>
  text.split(',').map((field) => {
    const [type = '', name = ''] = field.split(' ');
    return { name, type };
  });

const SAFE_TX =
  'address to,uint256 value,bytes data,uint8 operation,uint256 safeTxGas,uint256 baseGas,uint256 gasPrice,address gasToken,address refundReceiver,uint256 nonce';
const AUTHORIZATION = 'address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce';
const LATER = String(NOW + 600);
const authorization = { from: P, to: Q, value: '7', validAfter: '0', validBefore: LATER, nonce: pad('0x1') };
const NOBODY = `0x${'0'.repeat(40)}` as const;
const gasless = { safeTxGas: '0', baseGas: '0', gasPrice: '0', gasToken: NOBODY, refundReceiver: NOBODY, nonce: '0' };

const PAID = { kind: 'TOKEN_TRANSFER', target: Q, asset: K, amount: 7n };

/** Type hashes as the contracts publish them. */
const PUBLISHED = [
  [
    'Permit',
    'address owner,address spender,uint256 value,uint256 nonce,uint256 deadline',
    '0x6e71edae12b1b97f4d1f60370fef10105fa2faae0126114a169c64845d6126c9',
    {
      message: { owner: P, spender: S, value: '7', nonce: '0', deadline: LATER },
      effect: { kind: 'APPROVE', target: S, asset: K, amount: 7n },
    },
  ],
  [
    'TransferWithAuthorization',
    AUTHORIZATION,
    '0x7c7c6cdb67a18743f49ec6fa9b35f50d52ed05cbed4cc592e13b44501c1a2267',
    { message: authorization, effect: PAID },
  ],
  [
    'ReceiveWithAuthorization',
    AUTHORIZATION,
    '0xd099cc98ef71107a616c4f0f941f04c322d8e254fe26b3c6668db87aae413de8',
    { message: authorization, effect: PAID },
  ],
  [
    'SafeTx',
    SAFE_TX,
    '0xbb8310d486368db6bd6f849402fdd73ad53d316b5a4b2644ad6efe0f941286d8',
    { message: { to: K, value: '0', data: pay(Q), operation: 0, ...gasless }, effect: PAID },
  ],
] as const;

const typed = (primaryType: string, types: Fields, message: object) => ({
  ...{ type: 'SIGN_TYPED_DATA', network: NETWORK },
  typedData: { domain: { chainId: 1, verifyingContract: K }, types: { [primaryType]: types }, primaryType, message },
});

describe('typed data under its published type hash', () => {
  it.each(PUBLISHED)('%s is known for what it does', (primaryType, text, hash, asked) => {
    expect(keccak256(stringToHex(`${primaryType}(${text})`))).toBe(hash);
    const { operations, result } = judge(typed(primaryType, fields(text), asked.message));
    expect(operations.at(-1)).toMatchObject(asked.effect);
    expect(result.tier).toBe('INSTANT');
  });

  it.each(PUBLISHED)('%s with another type hash asks a human', (primaryType, text, hash, { message }) => {
    const other = text.replace('uint256 value', 'uint128 value');
    expect(keccak256(stringToHex(`${primaryType}(${other})`))).not.toBe(hash);
    expect(judge(typed(primaryType, fields(other), message)).result.tier).toBe('APPROVAL');
  });

  it('a Safe of 1.3 and later has chain and contract in its domain, and that is what is hashed', () => {
    const domain = { chainId: 1, verifyingContract: K } as const;
    const separator = domainSeparator({ domain });
    const published = '0x47e79534a245952e8b16893a336b85a3d9ea9fa8c573f3d803afb92a79469218';
    const words = parseAbiParameters('bytes32, uint256, address');
    expect(separator).toBe(keccak256(encodeAbiParameters(words, [published, 1n, K])));
    const [, , typeHash] = PUBLISHED[3];
    const { to, data, operation } = PUBLISHED[3][3].message;
    const struct = encodeAbiParameters(
      parseAbiParameters('bytes32,address,uint256,bytes32,uint8,uint256,uint256,uint256,address,address,uint256'),
      [typeHash, to, 0n, keccak256(data), operation, 0n, 0n, 0n, NOBODY, NOBODY, 0n],
    );
    const byHand = keccak256(concat(['0x1901', separator, keccak256(struct)]));
    const message = { to, value: 0n, data, operation, safeTxGas: 0n, baseGas: 0n, gasPrice: 0n, nonce: 0n };
    const types = { SafeTx: [...fields(SAFE_TX)] };
    const addresses = { gasToken: NOBODY, refundReceiver: NOBODY };
    expect(hashTypedData({ domain, types, primaryType: 'SafeTx', message: { ...message, ...addresses } })).toBe(byHand);
  });
});

describe('hosts as a URL parser writes them', () => {
  it.each([
    ...[
      'bücher.example',
      'MÜNCHEN.example',
      '例え.テスト',
      'пример.испытание',
      'δοκιμή.example',
      'faß.example',
      'ｅｘａｍｐｌｅ.com',
    ],
    ...['한국.kr', 'دبي.example', 'ไทย.example', 'ñandú.cl', 'café.fr', 'xn--bcher-kva.example', 'I♥NY.example', '中国。example'],
  ])('%s is the same host in either form', (host) => {
    const ascii = domainToASCII(host);
    expect(ascii).not.toBe('');
    const payment = (domain: string) => ({
      ...{ type: 'X402_PAYMENT', network: NETWORK, to: P, amount: '1', token: { address: K }, domain },
    });
    const listing = (domain: string) => [{ type: 'X402_ALLOWED_DOMAINS', rules: { domains: [domain] } }];
    expect(judge(payment(ascii), listing(host)).result.denyCode).toBeNull();
    expect(judge(payment(host), listing(ascii)).result.denyCode).toBeNull();
  });

  it.each([
    ['apple.com', 'аpple.com'],
    ['paypal.com', 'paypаl.com'],
    ['google.com', 'gооgle.com'],
    ['pay.dev', 'раy.dev'],
  ])('%s is not what only looks like it', (honest, lookAlike) => {
    const request = { type: 'X402_PAYMENT', network: NETWORK, to: P, amount: '1', token: { address: K }, domain: lookAlike };
    const { result } = judge(request, [{ type: 'X402_ALLOWED_DOMAINS', rules: { domains: [honest] } }]);
    expect(result.denyCode).toBe('X402_ALLOWED_DOMAINS_VIOLATION');
  });
});
