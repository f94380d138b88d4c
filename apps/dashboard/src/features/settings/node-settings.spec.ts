import { describe, expect, it } from 'vitest';
import { nodeSettingsOf } from './node-settings';
import { settingOf } from './setting.fixture';

describe('the networks among the settings', () => {
  it('are those with a list of endpoints', () => {
    const settings = [
      settingOf('rpc.timeout_ms', { isCredential: false, type: 'integer' }),
      settingOf('rpc.solana_devnet'),
      settingOf('rpc.evm_ethereum_sepolia', { source: 'environment', pinned: true, version: 3 }),
      settingOf('prices.pyth_api_key', { category: 'prices' }),
    ];
    expect(nodeSettingsOf(settings)).toEqual([
      { network: 'solana-devnet', chain: 'solana', key: 'rpc.solana_devnet', isPinned: false, version: 0 },
      { network: 'ethereum-sepolia', chain: 'ethereum', key: 'rpc.evm_ethereum_sepolia', isPinned: true, version: 3 },
    ]);
  });
});
