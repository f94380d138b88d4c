import { describe, expect, it } from 'vitest';
import { EMPTY_SESSION, requestOf } from './session-terms';

describe('the request of a session form', () => {
  it('leaves out whatever was left empty', () => {
    expect(requestOf({ ...EMPTY_SESSION, walletIds: ['w'] }, [])).toEqual({ walletIds: ['w'], ttl: 86_400 });
  });

  it('has each part that was filled in', () => {
    const fields = {
      ...{ walletIds: ['w'], label: ' shop ', ttl: '3600', maxRenewals: '2', maxUsdPerTx: ' 5 ', dailyUsd: '20.50' },
      ...{ types: ['TRANSFER'], networks: ['base-sepolia'], maxTier: 'NOTIFY', recipients: '0xa\n 0xb,\n' },
    };
    expect(requestOf(fields, ['base-sepolia'])).toEqual({
      ...{ walletIds: ['w'], ttl: 3600, label: 'shop', maxRenewals: 2 },
      constraints: {
        ...{ types: ['TRANSFER'], networks: ['base-sepolia'], maxTier: 'NOTIFY' },
        ...{ maxUsdPerTx: '5', dailyUsd: '20.50', recipients: ['0xa', '0xb'] },
      },
    });
  });

  it('drops a network that the wallets chosen last do not have', () => {
    const fields = { ...EMPTY_SESSION, walletIds: ['w'], networks: ['base-sepolia', 'solana-devnet'] };
    expect(requestOf(fields, ['solana-devnet']).constraints).toEqual({ networks: ['solana-devnet'] });
    expect(requestOf(fields, []).constraints).toBeUndefined();
  });
});
