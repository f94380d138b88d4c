import { networkOf, toChecksumAddress, type Intent, type IntentBody } from '@waiaas/core';
import fc from 'fast-check';
import type { EvmParams } from '../src/build/build-transaction.js';

export const NETWORK = networkOf('base-sepolia');

const hexOfLength = (bytes: { min: number; max: number }): fc.Arbitrary<string> =>
  fc.uint8Array({ minLength: bytes.min, maxLength: bytes.max }).map((value) => Buffer.from(value).toString('hex'));

export const anyAddress = hexOfLength({ min: 20, max: 20 }).map((hex) => toChecksumAddress(`0x${hex}`));
export const anyAmount = fc.bigInt(0n, (1n << 256n) - 1n).map(String);
const positiveAmount = fc.bigInt(1n, (1n << 256n) - 1n).map(String);
const anyCalldata = hexOfLength({ min: 0, max: 200 }).map((hex) => `0x${hex}`);
const anyToken = fc.record({ address: anyAddress, decimals: fc.integer({ min: 0, max: 36 }) });

const bodies: readonly fc.Arbitrary<IntentBody>[] = [
  fc.record({ type: fc.constant('TRANSFER' as const), to: anyAddress, amount: anyAmount }),
  fc.record({ type: fc.constant('TOKEN_TRANSFER' as const), to: anyAddress, amount: anyAmount, token: anyToken }),
  fc.record({ type: fc.constant('APPROVE' as const), spender: anyAddress, amount: anyAmount, token: anyToken }),
  fc.record({
    type: fc.constant('APPROVE' as const),
    spender: anyAddress,
    amount: fc.constantFrom('0', '1'),
    token: anyToken,
    nft: fc.record({ tokenId: anyAmount, standard: fc.constantFrom('ERC-721' as const, 'ERC-1155' as const) }),
  }),
  fc.record({
    type: fc.constant('NFT_TRANSFER' as const),
    to: anyAddress,
    amount: fc.constant('1'),
    token: fc.record({ address: anyAddress, tokenId: anyAmount, standard: fc.constant('ERC-721' as const) }),
  }),
  fc.record({
    type: fc.constant('NFT_TRANSFER' as const),
    to: anyAddress,
    amount: positiveAmount,
    token: fc.record({ address: anyAddress, tokenId: anyAmount, standard: fc.constant('ERC-1155' as const) }),
  }),
  fc.record({
    type: fc.constant('CONTRACT_CALL' as const),
    contractAddress: anyAddress,
    amount: anyAmount,
    calldata: anyCalldata,
  }),
  fc.record({ type: fc.constant('CONTRACT_DEPLOY' as const), amount: anyAmount, calldata: anyCalldata }),
];

/** Any request an EVM wallet can make in one transaction. */
export const anyIntent: fc.Arbitrary<Intent> = fc.tuple(fc.oneof(...bodies), anyAddress).map(([body, from]) => ({
  ...body,
  walletId: '01980000-0000-7000-8000-000000000001',
  chain: 'ethereum',
  network: NETWORK.name,
  from,
}));

const anyPrice = fc.bigInt(0n, 1n << 90n);

export const anyParams: fc.Arbitrary<EvmParams> = fc
  .tuple(fc.bigInt(21_000n, 1n << 40n), anyPrice, anyPrice, fc.boolean())
  .map(([gas, base, tip, isLegacy]) => {
    const maxFeePerGas = (base + tip).toString();
    return isLegacy
      ? { kind: 'evm', gasLimit: gas.toString(), maxFeePerGas, maxPriorityFeePerGas: maxFeePerGas, isLegacy }
      : { kind: 'evm', gasLimit: gas.toString(), maxFeePerGas, maxPriorityFeePerGas: tip.toString() };
  });

export const anyNonce = fc.integer({ min: 0, max: 2 ** 31 });
