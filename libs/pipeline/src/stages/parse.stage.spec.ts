import { describe, expect, it } from 'vitest';
import type { WalletSnapshot } from '../ports/rows.js';
import { parseSend } from './parse.stage.js';
import type { SendInput } from './parse/send-input.js';

const RECIPIENT = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';
const USDC_BASE = 'eip155:8453/erc20:0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913';

const evmWallet: WalletSnapshot = {
  id: '0198f0c1-0000-7000-8000-000000000001',
  name: 'trader',
  chain: 'ethereum',
  environment: 'mainnet',
  address: '0x52908400098527886E0F7030069857D2E4169EE7',
  status: 'ACTIVE',
  ownerState: 'NONE',
  ownerAddress: null,
};
const solanaWallet: WalletSnapshot = {
  ...evmWallet,
  chain: 'solana',
  environment: 'testnet',
  address: '7XvZ7P3zVtNGV8NSPLrTj1mC4vq4cYVnC1XpUY1oVvCk',
};

function codeOf(wallet: WalletSnapshot, input: SendInput): string {
  const result = parseSend(wallet, input);
  return result.ok ? 'ok' : result.error.code;
}

describe('parsing a send', () => {
  it('takes a transfer without a type, with the network by CAIP-2 id and a lower-case address', () => {
    const result = parseSend(evmWallet, { network: 'eip155:8453', to: RECIPIENT.toLowerCase(), amount: '0010' });
    expect(result).toMatchObject({
      ok: true,
      value: { body: { type: 'TRANSFER', to: RECIPIENT, amount: { base: 10n } }, network: { name: 'base-mainnet' } },
    });
  });

  it('needs a network on EVM and takes the environment’s own on Solana', () => {
    expect(codeOf(evmWallet, { to: RECIPIENT, amount: '1' })).toBe('NETWORK_REQUIRED');
    const result = parseSend(solanaWallet, { to: solanaWallet.address, amount: '1' });
    expect(result).toMatchObject({ ok: true, value: { network: { name: 'solana-devnet' } } });
  });

  it.each([
    ['another environment', 'base-sepolia'],
    ['another chain', 'solana-mainnet'],
  ])('refuses a network of %s', (_, network) => {
    expect(codeOf(evmWallet, { network, to: RECIPIENT, amount: '1' })).toBe('ENVIRONMENT_NETWORK_MISMATCH');
  });

  it.each<[string, SendInput]>([
    ['no amount', { to: RECIPIENT }],
    ['two amounts', { to: RECIPIENT, amount: '1', humanAmount: '1' }],
    ['an amount above 2^256-1', { to: RECIPIENT, amount: (1n << 256n).toString() }],
    ['a signed amount', { to: RECIPIENT, amount: '-1' }],
    ['a token in a coin transfer', { to: RECIPIENT, amount: '1', token: { address: RECIPIENT } }],
    ['a token transfer without a token', { type: 'TOKEN_TRANSFER', to: RECIPIENT, amount: '1' }],
    ['an empty token', { type: 'TOKEN_TRANSFER', to: RECIPIENT, amount: '1', token: {} }],
    [
      'an asset id of another network',
      { type: 'TOKEN_TRANSFER', to: RECIPIENT, amount: '1', token: { assetId: USDC_BASE.replace('8453', '10') } },
    ],
    [
      'an asset id of another token',
      { type: 'TOKEN_TRANSFER', to: RECIPIENT, amount: '1', token: { assetId: USDC_BASE, address: RECIPIENT } },
    ],
    ['a gas condition without a price', { to: RECIPIENT, amount: '1', gasCondition: { timeout: 60 } }],
  ])('names the member at fault: %s', (_, input) => {
    const result = parseSend(evmWallet, { network: 'base-mainnet', ...input });
    expect(result.ok ? undefined : result.error.code).toBe('VALIDATION_FAILED');
    expect(result.ok ? undefined : result.error.details).toHaveProperty('issues.0.path');
  });

  it('refuses an address whose checksum is wrong, and a Solana address whose case was changed', () => {
    expect(codeOf(evmWallet, { network: 'base-mainnet', to: RECIPIENT.replace('E340', 'e340'), amount: '1' })).toBe(
      'INVALID_ADDRESS',
    );
    expect(codeOf(solanaWallet, { to: RECIPIENT, amount: '1' })).toBe('INVALID_ADDRESS');
  });

  it('takes the token from its asset id alone', () => {
    const result = parseSend(evmWallet, {
      type: 'TOKEN_TRANSFER',
      network: 'base-mainnet',
      to: RECIPIENT,
      humanAmount: '250',
      token: { assetId: USDC_BASE },
    });
    expect(result).toMatchObject({
      ok: true,
      value: { body: { token: { address: USDC_BASE.slice(-42) }, amount: { human: '250' } } },
    });
  });
});
