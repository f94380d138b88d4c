import type { SendRequest } from '@waiaas/api-types';
import { hashJson } from '@waiaas/core';
import type { WalletSnapshot } from '@waiaas/pipeline';
import { describe, expect, it } from 'vitest';
import { comparedSend, comparedSigning } from './compared-body.js';

const RECIPIENT = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';
const WALLET: WalletSnapshot = {
  ...{ id: '01980000-0000-7000-8000-000000000001', name: 'w', chain: 'ethereum', environment: 'testnet' },
  ...{ address: '0x52908400098527886E0F7030069857D2E4169EE7', status: 'ACTIVE', ownerState: 'NONE', ownerAddress: null },
};
const PAYMENT: SendRequest = { network: 'ethereum-sepolia', to: RECIPIENT, amount: '777' };
const CALL: SendRequest = { type: 'CONTRACT_CALL', network: 'ethereum-sepolia', to: RECIPIENT, calldata: '0x12345678' };
const TOKEN: SendRequest = { ...PAYMENT, type: 'TOKEN_TRANSFER', token: { address: RECIPIENT, decimals: 6, symbol: 'A' } };

const hash = (body: SendRequest) => hashJson(comparedSend(WALLET, body));

describe('a body under an Idempotency-Key', () => {
  it.each<[string, SendRequest, SendRequest]>([
    ['leading zeros', PAYMENT, { ...PAYMENT, amount: '000777' }],
    ['the CAIP-2 id of the network', PAYMENT, { ...PAYMENT, network: 'eip155:11155111' }],
    ['the default type', PAYMENT, { ...PAYMENT, type: 'TRANSFER' }],
    ['an address without its checksum', PAYMENT, { ...PAYMENT, to: RECIPIENT.toLowerCase() }],
    ['its wallet, which is compared beside it', PAYMENT, { ...PAYMENT, walletId: WALLET.id }],
    ['the duplicate switch', PAYMENT, { ...PAYMENT, allowDuplicate: true }],
    ['the names of an action', CALL, { ...CALL, actionProvider: 'x', actionName: 'y' }],
    ['the symbol of a token', TOKEN, { ...TOKEN, token: { address: RECIPIENT, decimals: 6, symbol: 'B' } }],
  ])('is the same with %s', (_name, first, second) => {
    expect(hash(second)).toBe(hash(first));
  });

  it.each<[string, SendRequest]>([
    ['amount', { ...PAYMENT, amount: '778' }],
    ['recipient', { ...PAYMENT, to: WALLET.address }],
    ['network', { ...PAYMENT, network: 'base-sepolia' }],
    ['memo', { ...PAYMENT, memo: 'm' }],
    ['gas condition', { ...PAYMENT, gasCondition: { maxGasPrice: '1' } }],
    ['type', TOKEN],
  ])('is another with another %s', (_name, other) => {
    expect(hash(other)).not.toBe(hash(PAYMENT));
  });

  it('is compared as written where it does not read', () => {
    const unreadable = { ...PAYMENT, to: '0x12' };
    expect(hash(unreadable)).toBe(hash({ ...unreadable }));
    expect(hash(unreadable)).not.toBe(hash({ ...unreadable, amount: '0777' }));
  });
});

describe('numbers that have no canonical text', () => {
  it.each([1.5, 2 ** 60, 1e300])('are compared, not refused (%d)', (number) => {
    const deploy = { type: 'CONTRACT_DEPLOY', network: 'ethereum-sepolia', bytecode: '0x00', abi: [], constructorArgs: [number] };
    expect(hash(deploy)).toBe(hash({ ...deploy }));
    expect(hash(deploy)).not.toBe(hash({ ...deploy, constructorArgs: [2] }));
    const typed = (x: number) => hashJson(comparedSigning({ signType: 'typedData', typedData: { message: { x } } }));
    expect(typed(number)).toBe(typed(number));
    expect(typed(number)).not.toBe(typed(2));
  });
});

describe('a body to sign under an Idempotency-Key', () => {
  it('is the same with the default spelled out, the chain, or the other name of the network', () => {
    const first = comparedSigning({ message: 'm', network: 'ethereum-sepolia' });
    expect(comparedSigning({ message: 'm', signType: 'personal', network: 'eip155:11155111' })).toEqual(first);
    expect(comparedSigning({ message: 'n', network: 'ethereum-sepolia' })).not.toEqual(first);
    const raw = { transaction: '0x02', network: 'ethereum-sepolia' };
    expect(comparedSigning({ ...raw, chain: 'ethereum' })).toEqual(comparedSigning(raw));
  });
});
