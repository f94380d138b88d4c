import { describe, expect, it } from 'vitest';
import { firstSteps } from './first-steps';

const FRESH = { autoProvisioned: true, walletCount: 0, policyCount: 0 };
const wallet = (ownerState: 'NONE' | 'GRACE' | 'LOCKED', status: 'ACTIVE' | 'TERMINATED' = 'ACTIVE') => ({
  id: ownerState,
  ownerState,
  status,
});
const owner = (...wallets: readonly Parameters<typeof firstSteps>[1][number][]) =>
  firstSteps(FRESH, wallets).find(({ name }) => name === 'owner');

describe('firstSteps', () => {
  it('has nothing done in a fresh installation, and no owner before there is a wallet', () => {
    expect(firstSteps(FRESH, []).map(({ state }) => state)).toEqual(['open', 'open', 'open', 'open']);
    expect(owner()?.to).toBeUndefined();
  });

  it('takes an owner who has proven nothing for begun, and leads to that wallet', () => {
    expect(owner(wallet('NONE'), wallet('GRACE'))).toEqual({ name: 'owner', state: 'begun', to: '/wallets/GRACE' });
  });

  it('is done with owners once one of them is asked', () => {
    expect(owner(wallet('NONE'), wallet('LOCKED'))?.state).toBe('done');
  });

  it('does not count the owner of a terminated wallet', () => {
    expect(owner(wallet('LOCKED', 'TERMINATED'), wallet('NONE'))).toMatchObject({ state: 'open', to: '/wallets/NONE' });
  });

  it('ticks password, wallet and policies by themselves', () => {
    const done = firstSteps({ autoProvisioned: false, walletCount: 1, policyCount: 2 }, [wallet('LOCKED')]);
    expect(done.map(({ state }) => state)).toEqual(['done', 'done', 'done', 'done']);
  });
});
