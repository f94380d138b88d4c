import { describe, expect, it } from 'vitest';
import { approve, execute, multiSend, transfer } from '../../../test/abi.js';
import { decisionOn, GENEROUS, K, NOW, P, Q, R, S, seen, WORLD } from '../../../test/verdict.js';
import { parseWhatIf } from '../../what-if/parse-what-if.js';

const SOON = NOW + 3600;
const DOMAIN = { chainId: 1, verifyingContract: K };
const TIER = { type: 'APPROVE_TIER_OVERRIDE', rules: { tier: 'INSTANT' } };

const permit = { owner: P, spender: Q, value: '7', nonce: 0, deadline: SOON };
const details = { token: K, amount: '7', expiration: 1, nonce: 0 };
const permitted = { token: K, amount: '7' };
const authorization = { from: P, to: Q, value: '7', validAfter: 0, validBefore: SOON, nonce: `0x${'0'.repeat(64)}` };
const safeTx = {
  ...{ to: K, value: '0', data: transfer(Q, 7), operation: 0, safeTxGas: 0, baseGas: 0, gasPrice: '0' },
  ...{ gasToken: P, refundReceiver: P, nonce: 1 },
};

const PERMIT_TYPES = {
  Permit: [
    { name: 'owner', type: 'address' },
    { name: 'spender', type: 'address' },
    { name: 'value', type: 'uint256' },
    { name: 'nonce', type: 'uint256' },
    { name: 'deadline', type: 'uint256' },
  ],
};

interface Signature {
  readonly primaryType: string;
  readonly message: object;
  readonly domain?: object;
  readonly types?: object;
}

function bodyOf(signature: Signature, policies: readonly object[] = [], more: object = {}) {
  const request = { type: 'SIGN_TYPED_DATA', network: 'ethereum-mainnet', typedData: { domain: DOMAIN, ...signature } };
  return { ...WORLD, policies: [GENEROUS, ...policies], request, ...more };
}

const onSignature = (signature: Signature, ...policies: readonly object[]) => decisionOn(bodyOf(signature, policies));

function refusedPaths(signature: Signature): readonly string[] {
  const result = parseWhatIf(bodyOf(signature));
  return result.ok ? [] : result.error.map(({ path }) => path);
}

describe('signatures that grant an allowance', () => {
  it.each([
    ['Permit', { primaryType: 'Permit', message: permit }],
    ['Permit with its types', { primaryType: 'Permit', message: permit, types: PERMIT_TYPES }],
    ['PermitSingle', { primaryType: 'PermitSingle', message: { details, spender: Q, sigDeadline: SOON } }],
    ['PermitTransferFrom', { primaryType: 'PermitTransferFrom', message: { permitted, spender: Q, nonce: 0, deadline: SOON } }],
    ['PermitBatch of one', { primaryType: 'PermitBatch', message: { details: [details], spender: Q, sigDeadline: SOON } }],
    [
      'PermitBatchTransferFrom of one',
      { primaryType: 'PermitBatchTransferFrom', message: { permitted: [permitted], spender: Q, nonce: 0, deadline: SOON } },
    ],
    [
      'PermitWitnessTransferFrom',
      {
        primaryType: 'PermitWitnessTransferFrom',
        message: { permitted, spender: Q, nonce: 0, deadline: SOON, witness: { x: 1 } },
      },
    ],
    [
      'PermitBatchWitnessTransferFrom',
      {
        primaryType: 'PermitBatchWitnessTransferFrom',
        message: { permitted: [permitted], spender: Q, nonce: 0, deadline: SOON, witness: 1 },
      },
    ],
  ])('are judged as one: %s', (_, signature) => {
    const decision = onSignature(signature, TIER);
    expect(seen(decision).slice(1)).toEqual([`0.0 APPROVE ${Q} 7`]);
    expect(decision).toMatchObject({ result: { allowed: true, tier: 'INSTANT' }, spends: [{ asset: K, amount: 7n }] });
    expect(onSignature(signature).result.tier).toBe('APPROVAL');
    expect(onSignature(signature, { type: 'APPROVED_SPENDERS', rules: { spenders: [{ address: R }] } }).result.denyCode).toBe(
      'APPROVED_SPENDERS_VIOLATION',
    );
    expect(onSignature(signature, { type: 'ALLOWED_TOKENS', rules: { tokens: [{ address: S }] } }).result.denyCode).toBe(
      'ALLOWED_TOKENS_VIOLATION',
    );
  });

  it('are judged each where there are several', () => {
    const message = {
      details: [details, { ...details, token: S, amount: (2n ** 159n - 1n).toString() }],
      spender: Q,
      sigDeadline: SOON,
    };
    const decision = onSignature({ primaryType: 'PermitBatch', message });
    expect(
      seen(decision)
        .slice(1)
        .map((line) => line.split(' ').slice(0, 3)),
    ).toEqual([
      ['0.0', 'APPROVE', Q],
      ['0.1', 'APPROVE', Q],
    ]);
    expect(decision.result.denyCode).toBe('APPROVE_UNLIMITED_BLOCKED');
  });

  it('are unlimited or a revocation where DAI says so', () => {
    const dai = (allowed: boolean) => ({
      primaryType: 'Permit',
      message: { holder: P, spender: Q, nonce: 0, expiry: SOON, allowed },
    });
    expect(onSignature(dai(true)).result.denyCode).toBe('APPROVE_UNLIMITED_BLOCKED');
    expect(onSignature(dai(false), { type: 'ALLOWED_TOKENS', rules: { tokens: [{ address: S }] } }).result).toMatchObject({
      allowed: true,
      tier: 'NOTIFY',
    });
  });

  it('are a revocation where they grant nothing of a token whose decimals are known', () => {
    const nothing = { primaryType: 'Permit', message: { ...permit, value: 0 } };
    expect(onSignature(nothing).result).toMatchObject({ allowed: true, tier: 'NOTIFY' });
    expect(onSignature({ ...nothing, domain: { ...DOMAIN, verifyingContract: S } }).result.tier).toBe('APPROVAL');
  });
});

describe('signatures that pay', () => {
  it.each(['TransferWithAuthorization', 'ReceiveWithAuthorization'])(
    'are judged as a payment of the token: %s',
    (primaryType) => {
      const decision = onSignature({ primaryType, message: authorization });
      expect(seen(decision)).toEqual(['0 SIGN_TYPED_DATA - null', `0.0 TOKEN_TRANSFER ${Q} 7`]);
      expect(decision.result).toMatchObject({ allowed: true, tier: 'INSTANT' });
      const listed = { type: 'WHITELIST', rules: { allowed_addresses: [P] } };
      expect(onSignature({ primaryType, message: authorization }, listed).result.denyCode).toBe('WHITELIST_VIOLATION');
    },
  );
});

describe('a Safe transaction', () => {
  const onSafe = (more: object, ...policies: readonly object[]) =>
    onSignature({ primaryType: 'SafeTx', message: { ...safeTx, ...more } }, ...policies);

  it('is the call it carries, and what that contains', () => {
    expect(seen(onSafe({}))).toEqual(['0 SIGN_TYPED_DATA - null', `0.0 CONTRACT_CALL ${K} 0`, `0.0.0 TOKEN_TRANSFER ${Q} 7`]);
    expect(onSafe({}).result.tier).toBe('INSTANT');
    expect(seen(onSafe({ data: '0x', value: '5' })).slice(1)).toEqual([`0.0 TRANSFER ${K} 5`]);
    expect(seen(onSafe({ data: execute(S, 1, approve(Q, 3)) })).at(-1)).toBe(`0.0.0.0 APPROVE ${Q} 3`);
    expect(onSafe({ data: '0x12345678' }).result.tier).toBe('APPROVAL');
  });

  it('asks a human for code of others and for refunds', () => {
    const listed = { type: 'CONTRACT_WHITELIST', rules: { contracts: [{ address: K }] } };
    expect(onSafe({ operation: 1 }, listed).result.tier).toBe('APPROVAL');
    expect(onSafe({ gasPrice: '1' }, listed).result.tier).toBe('APPROVAL');
    expect(onSafe({ operation: 1, data: multiSend({ to: K, data: transfer(Q, 1) }) }, listed).result.tier).toBe('INSTANT');
  });
});

describe('signatures nobody can judge', () => {
  const lowered = { settings: { ...WORLD.settings, 'policy.typed_data_default_tier': 'NOTIFY' } };
  const tierOf = (signature: Signature) => decisionOn(bodyOf(signature, [TIER], lowered)).result.tier;

  it('have the tier of their setting', () => {
    const mail = { primaryType: 'Mail', types: { Mail: [{ name: 'text', type: 'string' }] }, message: { text: 'hi' } };
    expect(tierOf(mail)).toBe('NOTIFY');
    expect(onSignature(mail).result.tier).toBe('APPROVAL');
  });

  it.each([
    [
      'another type of one field',
      { Permit: PERMIT_TYPES.Permit.map((field) => (field.name === 'value' ? { name: 'value', type: 'uint128' } : field)) },
      permit,
    ],
    ['another order of fields', { Permit: [...PERMIT_TYPES.Permit].reverse() }, permit],
    ['a field more', { Permit: [...PERMIT_TYPES.Permit, { name: 'allowed', type: 'bool' }] }, { ...permit, allowed: false }],
  ])('ask a human where a known name hides %s', (_, types, message) => {
    expect(tierOf({ primaryType: 'Permit', types, message })).toBe('APPROVAL');
  });

  it('are never a revocation under a known name alone', () => {
    const types = { Permit: [...PERMIT_TYPES.Permit, { name: 'x', type: 'uint256' }] };
    expect(tierOf({ primaryType: 'Permit', types, message: { ...permit, value: 0, x: 1 } })).toBe('APPROVAL');
  });

  it.each([
    ['an amount that is none', { ...permit, value: 'all' }],
    ['an amount beyond its field', { ...permit, value: (2n ** 256n).toString() }],
    ['a negative amount', { ...permit, value: -1 }],
    ['an amount no number holds exactly', { ...permit, value: 2 ** 53 }],
    ['a spender that is none', { ...permit, spender: '0x12' }],
  ])('ask a human where a known one has %s', (_, message) => {
    expect(tierOf({ primaryType: 'Permit', message })).toBe('APPROVAL');
  });

  it('ask a human where a list of grants is empty', () => {
    expect(tierOf({ primaryType: 'PermitBatch', message: { details: [], spender: Q, sigDeadline: SOON } })).toBe('APPROVAL');
  });

  it('ask a human where no chain is named', () => {
    const domain = { verifyingContract: K };
    expect(tierOf({ primaryType: 'Permit', message: permit, domain })).toBe('APPROVAL');
    expect(
      tierOf({ primaryType: 'Mail', types: { Mail: [{ name: 'text', type: 'string' }] }, message: { text: 'hi' }, domain }),
    ).toBe('APPROVAL');
  });

  it.each([
    ['a day and a second', NOW + 86_401, 'APPROVAL'],
    ['a day', NOW + 86_400, 'INSTANT'],
    ['ever', 0, 'APPROVAL'],
  ])('ask a human where they are good for more than a day: %s', (_, deadline, tier) => {
    expect(onSignature({ primaryType: 'Permit', message: { ...permit, deadline } }, TIER).result.tier).toBe(tier);
  });
});

describe('typed data whose hash would not be what it says', () => {
  const types = PERMIT_TYPES;
  const domainType = (...names: readonly string[]) =>
    names.map((name) => ({ name, type: name === 'chainId' ? 'uint256' : 'address' }));

  it.each([
    [
      'a field that is not declared',
      { primaryType: 'Permit', types, message: { ...permit, extra: 1 } },
      'request.typedData.message.extra',
    ],
    [
      'a declared field that is missing',
      { primaryType: 'Permit', types, message: { ...permit, nonce: undefined, ...{ spender: Q } } },
      'request.typedData.message.nonce',
    ],
    ['no spender, without types', { primaryType: 'Permit', message: { value: '1' } }, 'request.typedData.message.spender'],
    [
      'a field the standard does not have, without types',
      { primaryType: 'Permit', message: { ...permit, extra: 1 } },
      'request.typedData.message.extra',
    ],
    ['a type that is not declared', { primaryType: 'Order', types, message: {} }, 'request.typedData.primaryType'],
    [
      'a field of an undeclared type',
      { primaryType: 'Order', types: { Order: [{ name: 'a', type: 'Item[]' }] }, message: { a: [] } },
      'request.typedData.types.Order.0',
    ],
    [
      'an undeclared field of a struct inside',
      {
        primaryType: 'Order',
        types: { Order: [{ name: 'a', type: 'Item[]' }], Item: [{ name: 'b', type: 'bool' }] },
        message: { a: [{ b: true, c: 1 }] },
      },
      'request.typedData.message.a.0.c',
    ],
    [
      'a field declared twice',
      { primaryType: 'Permit', types: { Permit: [...types.Permit, { name: 'value', type: 'uint256' }] }, message: permit },
      'request.typedData.types.Permit',
    ],
    [
      'a domain of other members',
      { primaryType: 'Permit', message: permit, domain: { ...DOMAIN, owner: P } },
      'request.typedData.domain.owner',
    ],
    [
      'a domain that declares less',
      { primaryType: 'Permit', types: { ...types, EIP712Domain: domainType('chainId') }, message: permit },
      'request.typedData.domain.verifyingContract',
    ],
    [
      'a domain that declares more',
      {
        primaryType: 'Permit',
        types: { ...types, EIP712Domain: domainType('chainId', 'verifyingContract', 'salt') },
        message: permit,
      },
      'request.typedData.domain.salt',
    ],
    [
      'another network',
      { primaryType: 'Permit', message: permit, domain: { ...DOMAIN, chainId: 10 } },
      'request.typedData.domain.chainId',
    ],
    [
      'a network that is none',
      { primaryType: 'Permit', message: permit, domain: { ...DOMAIN, chainId: 'one' } },
      'request.typedData.domain.chainId',
    ],
  ])('is refused: %s', (_, signature, path) => {
    expect(refusedPaths(JSON.parse(JSON.stringify(signature)) as Signature)).toContain(path);
  });

  it.each([1, '1', '0x1'])('may name its network as %s', (chainId) => {
    expect(refusedPaths({ primaryType: 'Permit', message: permit, domain: { ...DOMAIN, chainId } })).toEqual([]);
  });
});
