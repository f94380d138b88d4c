import { DomainError, type KeyIdentity } from '@waiaas/core';
import { DataKey, randomSecret, sealKey } from '@waiaas/keystore';
import { describe, expect, it } from 'vitest';
import { OpenedKeys } from './opened-keys.js';

const CEILING = {
  chainIds: null,
  maxNativePerSignature: null,
  maxNativePerDay: null,
  maxFeePerSignature: null,
  signaturesPerMinute: null,
  kinds: null,
  owner: null,
};
const dataKey = DataKey.random(1);
const identityOf = (index: number): KeyIdentity => ({
  walletId: `wallet-${String(index)}`,
  chain: 'solana',
  environment: 'testnet',
});
const sealed = (index: number): string => sealKey(dataKey, identityOf(index), CEILING, randomSecret('solana')).blob;

describe('the keys in use', () => {
  it('are opened once', () => {
    const keys = new OpenedKeys();
    const blob = sealed(1);
    expect(keys.get(dataKey, identityOf(1), blob)).toBe(keys.get(dataKey, identityOf(1), blob));
  });

  it('answer for their own wallet alone', () => {
    const keys = new OpenedKeys();
    const blob = sealed(1);
    keys.get(dataKey, identityOf(1), blob);
    expect(() => keys.get(dataKey, identityOf(2), blob)).toThrow(DomainError);
  });

  it('are overwritten when cleared', () => {
    const keys = new OpenedKeys();
    const key = keys.get(dataKey, identityOf(1), sealed(1));
    keys.clear();
    expect(() => key.copySecret()).toThrow('destroyed');
  });

  it('are overwritten when too many, the least recently used first', () => {
    const keys = new OpenedKeys(2);
    const [first, second] = [sealed(0), sealed(1)];
    const [oldest, next] = [keys.get(dataKey, identityOf(0), first), keys.get(dataKey, identityOf(1), second)];
    keys.get(dataKey, identityOf(0), first);
    keys.get(dataKey, identityOf(2), sealed(2));
    expect(() => next.copySecret()).toThrow('destroyed');
    expect(keys.get(dataKey, identityOf(0), first)).toBe(oldest);
    expect(oldest.copySecret()).toHaveLength(32);
  });
});
