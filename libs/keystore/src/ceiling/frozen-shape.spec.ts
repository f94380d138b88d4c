import type { Chain } from '@waiaas/core';
import { describe, expect, it } from 'vitest';
import { isSignedWhileFrozen } from './frozen-shape.js';
import type { Outlay, Payment, SignatureFacts } from './outlay.js';

const OWNER = '0x52908400098527886E0F7030069857D2E4169EE7';
const WALLET = '0x2222222222222222222222222222222222222222';
const THIEF = '0x1111111111111111111111111111111111111111';

/** A transaction that pays one address and nobody else. */
function paying(to: string, more: Partial<Outlay> = {}): Outlay {
  const payment: Payment = { type: 'TRANSFER', to, amount: 5n, calldata: '0x', memo: null };
  // As the real ones do, it reads the address.
  const paysOnly = (address: string) => address.toLowerCase() === to.toLowerCase();
  return { chain: 'eip155:1', slot: 's', value: 5n, fee: 1n, payment, paysOnly, ...more };
}

interface Frozen {
  readonly outlay: Outlay | null;
  readonly owner?: string | null;
  readonly chain?: Chain;
}

function isSigned({ outlay, owner = OWNER, chain = 'ethereum' }: Frozen): boolean {
  const facts: SignatureFacts = { kind: 'evm-transaction', digest: 'd', chain: 'eip155:1', outlay };
  const identity = { walletId: 'w', chain, environment: 'testnet' } as const;
  return isSignedWhileFrozen(facts, { identity, address: WALLET, owner });
}

describe('what is signed while everything is frozen', () => {
  it('is a payment to the owner, on either chain', () => {
    expect(isSigned({ outlay: paying(OWNER) })).toBe(true);
    expect(isSigned({ outlay: paying(OWNER), chain: 'solana' })).toBe(true);
  });

  it('is nothing for anybody else, nor for an owner where nobody is one', () => {
    expect(isSigned({ outlay: paying(THIEF) })).toBe(false);
    expect(isSigned({ outlay: paying(OWNER), owner: null })).toBe(false);
    expect(isSigned({ outlay: paying(OWNER, { paysOnly: () => false }) })).toBe(false);
  });

  it('is no message, typed data or bytes that do not tell what leaves', () => {
    expect(isSigned({ outlay: null })).toBe(false);
    expect(isSigned({ outlay: null, owner: null })).toBe(false);
  });

  it.each([
    ['ethereum', 10n ** 17n],
    ['solana', 10n ** 7n],
  ] as const)('burns no more than a bounded fee on %s', (chain, most) => {
    expect(isSigned({ outlay: paying(OWNER, { fee: most }), chain })).toBe(true);
    expect(isSigned({ outlay: paying(OWNER, { fee: most + 1n }), chain })).toBe(false);
    expect(isSigned({ outlay: paying(OWNER, { fee: null }), chain })).toBe(false);
  });
});

describe('what voids an earlier signature', () => {
  const nothing = (payment: Partial<Payment> = {}): Outlay =>
    paying(WALLET, { payment: { type: 'TRANSFER', to: WALLET, amount: 0n, calldata: '0x', memo: null, ...payment } });

  it('is the payment of nothing to the wallet itself, whoever the owner is', () => {
    expect([isSigned({ outlay: nothing() }), isSigned({ outlay: nothing(), owner: null })]).toEqual([true, true]);
  });

  it.each([
    ['pays something', { amount: 1n }],
    ['pays somebody else', { to: THIEF }],
    ['calls a contract', { type: 'CONTRACT_CALL', calldata: '0x00' }],
  ] as const)('is not what %s', (_, payment) => {
    expect(isSigned({ outlay: nothing(payment) })).toBe(false);
  });

  it('is not known from what names no payment, nor needed on Solana', () => {
    expect(isSigned({ outlay: paying(WALLET, { payment: null }) })).toBe(false);
    expect(isSigned({ outlay: nothing(), chain: 'solana' })).toBe(false);
  });
});
