import type { TokenFacts } from '@waiaas/core';
import { networkOf } from '@waiaas/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MASTER } from '../../../test/session-services.js';
import { type TemporaryDatabase, temporaryDatabase } from '../../../test/temporary-database.js';
import { walletServices } from '../../../test/wallet-services.js';

const NETWORK = networkOf('base-sepolia');
const USDC = '0x036CbD53842c5426634e7929541eC2318f3dCF7e';
const OWN: TokenFacts = {
  address: '0x8617E340B3D01FA5F11F306F4090FD50E238070D',
  decimals: 9,
  symbol: 'CALLS-ITSELF-USDC',
  name: 'Self-declared',
  standard: 'ERC-20',
};
const draft = { address: OWN.address, symbol: 'OWN', name: 'Own Token', decimals: 9 };

let temporary: TemporaryDatabase;
let at: ReturnType<typeof walletServices>;

beforeEach(async () => {
  temporary = await temporaryDatabase();
  at = walletServices(temporary.database);
  at.chains.on('base-sepolia').give('nobody', OWN, 0n);
});
afterEach(async () => temporary.drop());

describe('the token registry', () => {
  it('believes the chain about decimals, and stores nothing otherwise', async () => {
    await expect(at.tokens.add(NETWORK, { ...draft, decimals: 18 }, MASTER)).rejects.toMatchObject({
      code: 'TOKEN_METADATA_MISMATCH',
      details: { field: 'decimals', actual: 9 },
    });
    await expect(
      at.tokens.add(NETWORK, { ...draft, address: '0xde709f2102306220921060314715629080e2fb77' }, MASTER),
    ).rejects.toMatchObject({ code: 'TOKEN_NOT_FOUND' });
    await expect(at.tokens.add(networkOf('polygon-amoy'), draft, MASTER)).rejects.toMatchObject({
      code: 'ADAPTER_NOT_AVAILABLE',
    });
    expect(await temporary.database.client.token.count()).toBe(0);
    await at.tokens.add(NETWORK, draft, MASTER);
    expect((await at.tokens.list('base-sepolia')).map(({ symbol, source }) => [symbol, source])).toEqual([
      ['USDC', 'builtin'],
      ['WETH', 'builtin'],
      ['OWN', 'custom'],
    ]);
  });

  it('lends no well-known name to another contract', async () => {
    await expect(at.tokens.add(NETWORK, { ...draft, symbol: 'usdt' }, MASTER)).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
    });
    await expect(at.tokens.add(NETWORK, { ...draft, address: USDC }, MASTER)).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
    });
  });

  it('verifies only its own symbols, never what a contract calls itself', async () => {
    expect(await at.tokens.verifiedSymbol('base-sepolia', OWN.address)).toBeNull();
    expect((await at.tokens.resolve('base-sepolia', OWN.address)).symbol).toBe('CALLS-ITSELF-USDC');
    await at.tokens.add(NETWORK, draft, MASTER);
    expect(await at.tokens.verifiedSymbol('base-sepolia', OWN.address)).toBe('OWN');
    expect((await at.tokens.resolve('base-sepolia', OWN.address)).symbol).toBe('OWN');
    expect(await at.tokens.verifiedSymbol('base-sepolia', USDC.toLowerCase())).toBe('USDC');
  });

  it('answers for built-in tokens without asking anybody', async () => {
    expect(await at.tokens.resolve('ethereum-mainnet', '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48')).toMatchObject({
      symbol: 'USDC',
      decimals: 6,
    });
    await expect(at.tokens.resolve('base-sepolia', '0xde709f2102306220921060314715629080e2fb77')).rejects.toMatchObject({
      code: 'TOKEN_NOT_FOUND',
    });
  });

  it('keeps the id of a token that is registered again, and says whether it removed one', async () => {
    const id = await at.tokens.add(NETWORK, draft, MASTER);
    expect(await at.tokens.add(NETWORK, { ...draft, name: 'Renamed' }, MASTER)).toBe(id);
    expect(await at.tokens.remove('base-sepolia', OWN.address, MASTER)).toBe(true);
    expect(await at.tokens.remove('base-sepolia', OWN.address, MASTER)).toBe(false);
    const types = (await at.session.audit.list({ eventType: 'TOKEN_CHANGED' }, { limit: 9 })).map((row) => row.eventType);
    expect(types).toHaveLength(3);
  });
});
