import { networkOf, type TokenFacts } from '@waiaas/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MASTER, sessionActor } from '../../../test/session-services.js';
import { storeWallet } from '../../../test/stored-wallet.js';
import { type TemporaryDatabase, temporaryDatabase } from '../../../test/temporary-database.js';
import { walletServices } from '../../../test/wallet-services.js';
import { WalletReadsController } from './wallet-reads.controller.js';
import { networkFor } from './wallet-reads.service.js';

const USDC: TokenFacts = {
  address: '0x036CbD53842c5426634e7929541eC2318f3dCF7e',
  decimals: 6,
  symbol: 'USDC',
  name: 'USD Coin',
  standard: 'ERC-20',
};
const OWN: TokenFacts = {
  ...USDC,
  address: '0x8617E340B3D01FA5F11F306F4090FD50E238070D',
  symbol: 'OWN',
  name: 'Own Token',
  decimals: 18,
};

let temporary: TemporaryDatabase;
let at: ReturnType<typeof walletServices>;
let controller: WalletReadsController;
let wallet: { id: string; address: string };
let actor: ReturnType<typeof sessionActor>;

beforeEach(async () => {
  temporary = await temporaryDatabase();
  at = walletServices(temporary.database);
  controller = new WalletReadsController(at.reads);
  const id = await storeWallet(temporary.database);
  wallet = { id, address: '0x52908400098527886E0F7030069857D2E4169EE7' };
  actor = sessionActor('s', 't', { walletIds: [id] });
});
afterEach(async () => temporary.drop());

describe('GET /v1/wallet/address', () => {
  it('needs no network and shows the label, or the network that was named', async () => {
    expect(await controller.address({}, actor)).toEqual({
      walletId: wallet.id,
      chain: 'ethereum',
      network: 'ethereum-sepolia',
      environment: 'testnet',
      address: wallet.address,
    });
    expect((await controller.address({ network: 'eip155:84532' }, actor)).network).toBe('base-sepolia');
    await expect(controller.address({ network: 'base-mainnet' }, actor)).rejects.toMatchObject({
      code: 'ENVIRONMENT_NETWORK_MISMATCH',
    });
  });

  it('is about the wallet that is named, and only one that is linked', async () => {
    const second = await storeWallet(temporary.database);
    const both = { ...actor, walletIds: [wallet.id, second] };
    await expect(controller.address({}, both)).rejects.toMatchObject({ code: 'WALLET_ID_REQUIRED' });
    expect((await controller.address({ walletId: second }, both)).walletId).toBe(second);
    await expect(controller.address({ walletId: second }, actor)).rejects.toMatchObject({ code: 'WALLET_ACCESS_DENIED' });
  });
});

describe('GET /v1/wallet/balance', () => {
  it('answers every field, with a value where a price is known', async () => {
    at.chains.on('base-sepolia').coins.set(wallet.address, 1_250_000_000_000_000_000n);
    at.prices.usd.set('base-sepolia native', '3200');
    expect(await controller.balance({ network: 'base-sepolia' }, actor)).toEqual({
      walletId: wallet.id,
      chain: 'ethereum',
      network: 'base-sepolia',
      address: wallet.address,
      balance: '1250000000000000000',
      decimals: 18,
      symbol: 'ETH',
      balanceFormatted: '1.25',
      displayBalance: '4000.00',
      displayCurrency: 'USD',
      chainId: 'eip155:84532',
      assetId: 'native:base-sepolia',
    });
    expect(await controller.balance({ network: 'base-sepolia', display_currency: 'krw' }, actor)).toMatchObject({
      displayBalance: null,
      displayCurrency: 'KRW',
    });
  });

  it('asks the node once per block and account', async () => {
    const network = at.chains.on('base-sepolia');
    const balance = async () => controller.balance({ network: 'base-sepolia' }, actor);
    network.coins.set(wallet.address, 5n);
    expect(await balance()).toMatchObject({ balance: '5' });
    network.coins.set(wallet.address, 4n);
    expect(await Promise.all([balance(), balance(), balance()])).toMatchObject([{}, {}, {}].map(() => ({ balance: '5' })));
    expect(network.asked).toBe(1);
    network.height += 1;
    expect(await balance()).toMatchObject({ balance: '4' });
    expect(network.asked).toBe(2);
  });

  it('asks again after a while where a chain stands still, and where the clock was set back', async () => {
    const network = at.chains.on('base-sepolia');
    const balance = async () => controller.balance({ network: 'base-sepolia' }, actor);
    await balance();
    at.session.clock.advance(15);
    await balance();
    at.session.clock.advance(-3600);
    await balance();
    expect(network.asked).toBe(3);
  });

  it('says that there is no node, whatever it has seen before', async () => {
    const network = at.chains.on('base-sepolia');
    await controller.balance({ network: 'base-sepolia' }, actor);
    network.isDown = true;
    await expect(controller.balance({ network: 'base-sepolia' }, actor)).rejects.toMatchObject({ code: 'ADAPTER_NOT_AVAILABLE' });
  });

  it('asks for the network where an EVM wallet has several', async () => {
    await expect(controller.balance({}, actor)).rejects.toMatchObject({ code: 'NETWORK_REQUIRED' });
  });

  it('reports every network on its own when asked for all', async () => {
    at.chains.on('base-sepolia').coins.set(wallet.address, 7n);
    at.chains.on('polygon-amoy').isDown = true;
    const answer = await controller.balance({ network: 'all' }, actor);
    if (!('balances' in answer)) throw new Error('the answer for all networks has balances');
    const by = new Map(answer.balances.map((entry) => [entry.network, entry]));
    expect(by.size).toBe(6);
    expect(by.get('base-sepolia')).toEqual({
      network: 'base-sepolia',
      balance: '7',
      decimals: 18,
      symbol: 'ETH',
      chainId: 'eip155:84532',
    });
    expect(by.get('polygon-amoy')).toEqual({ network: 'polygon-amoy', chainId: 'eip155:80002', error: 'ADAPTER_NOT_AVAILABLE' });
    expect(by.get('ethereum-sepolia')).toMatchObject({ error: 'ADAPTER_NOT_AVAILABLE' });
  });
});

describe('GET /v1/wallet/assets', () => {
  it('lists the coin, tokens of the registry and allowed tokens that the wallet has', async () => {
    const network = at.chains.on('base-sepolia');
    network.give(wallet.address, USDC, 2_500_000n);
    network.give(wallet.address, OWN, 10n ** 18n);
    at.prices.usd.set(`base-sepolia ${USDC.address}`, '1.001');
    const before = await controller.assets({ network: 'base-sepolia' }, actor);
    if (!('assets' in before)) throw new Error('the answer for one network has assets');
    expect(before.assets).toEqual([
      {
        mint: 'native',
        symbol: 'ETH',
        name: 'ETH',
        balance: '0',
        decimals: 18,
        isNative: true,
        balanceFormatted: '0',
        assetId: 'native:base-sepolia',
        chainId: 'eip155:84532',
      },
      {
        mint: USDC.address,
        symbol: 'USDC',
        name: 'USD Coin',
        balance: '2500000',
        decimals: 6,
        isNative: false,
        usdValue: 2.5,
        displayValue: '2.50',
        balanceFormatted: '2.5',
        assetId: `eip155:84532/erc20:${USDC.address}`,
        chainId: 'eip155:84532',
      },
    ]);
    await at.policy.changes.create(
      { walletId: wallet.id, type: 'ALLOWED_TOKENS', rules: { tokens: [{ address: OWN.address }] } },
      MASTER,
    );
    const after = await controller.assets({ network: 'base-sepolia' }, actor);
    expect('assets' in after && after.assets.map(({ symbol }) => symbol)).toEqual(['ETH', 'USDC', 'OWN']);
  });

  it('keeps going where one network fails', async () => {
    at.chains.on('base-sepolia').coins.set(wallet.address, 1n);
    const answer = await controller.assets({ network: 'all' }, actor);
    if (!('networkAssets' in answer)) throw new Error('the answer for all networks has networkAssets');
    const base = answer.networkAssets.find(({ network }) => network === 'base-sepolia');
    expect(base?.assets?.map(({ mint, balance }) => [mint, balance])).toEqual([['native', '1']]);
    expect(answer.networkAssets.filter(({ error }) => error === 'ADAPTER_NOT_AVAILABLE')).toHaveLength(5);
  });
});

describe('networkFor', () => {
  it('takes the one default of a Solana wallet in each environment', async () => {
    const id = await storeWallet(temporary.database, { chain: 'solana', address: '11111111111111111111111111111111' });
    const solana = await at.reads.wallet(id);
    expect(networkFor(solana, undefined)).toBe(networkOf('solana-devnet'));
    expect(networkFor(solana, 'testnet')).toBe(networkOf('solana-testnet'));
    expect(networkFor({ ...solana, environment: 'mainnet' }, undefined)).toBe(networkOf('solana-mainnet'));
  });
});
