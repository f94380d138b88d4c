import type { TokenFacts } from '@waiaas/core';
import { networkOf } from '@waiaas/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MASTER } from '../../../test/session-services.js';
import { type TemporaryDatabase, temporaryDatabase } from '../../../test/temporary-database.js';
import { walletServices } from '../../../test/wallet-services.js';
import { TokenPinsRepository } from './token-pins.repository.js';
import { TokenSource } from './token-source.service.js';

const NETWORK = 'base-sepolia';
const USDC = '0x036CbD53842c5426634e7929541eC2318f3dCF7e';
const OWN: TokenFacts = {
  address: '0x8617E340B3D01FA5F11F306F4090FD50E238070D',
  decimals: 6,
  symbol: 'OWN',
  name: 'Own Token',
  standard: 'ERC-20',
};
const MISMATCH = { code: 'TOKEN_METADATA_MISMATCH' };

let temporary: TemporaryDatabase;
let at: ReturnType<typeof walletServices>;

beforeEach(async () => {
  temporary = await temporaryDatabase();
  at = walletServices(temporary.database);
  at.chains.on(NETWORK).give('nobody', OWN, 0n);
});
afterEach(async () => temporary.drop());

/** As after a restart: nothing remembered but what is stored. */
function source(): TokenSource {
  return new TokenSource(at.tokens, new TokenPinsRepository(temporary.database), at.chains, at.session.clock);
}

const factsOf = async (address: string, from = source()) => (await from.facts(NETWORK, [address])).get(address);

describe('a token that was used once', () => {
  it('is the same after a restart, whatever it calls itself by then', async () => {
    expect(await factsOf(OWN.address)).toMatchObject({ decimals: 6, isRegistered: false });
    at.chains.on(NETWORK).give('nobody', { ...OWN, symbol: 'USDC' }, 0n);
    expect(await factsOf(OWN.address)).toMatchObject({ decimals: 6, symbol: 'USDC' });
  });

  it.each<[string, TokenFacts | undefined]>([
    ['is counted by other decimals', { ...OWN, decimals: 18 }],
    ['is of another standard', { ...OWN, standard: 'ERC-721' }],
    ['carries an extension it did not have', { ...OWN, extensions: ['transfer-hook'] }],
    ['is no token any more', undefined],
  ])('is refused when it %s', async (_, later) => {
    await factsOf(OWN.address);
    const { tokens } = at.chains.on(NETWORK);
    if (later === undefined) tokens.delete(OWN.address);
    else tokens.set(OWN.address, later);
    await expect(factsOf(OWN.address)).rejects.toMatchObject(MISMATCH);
    tokens.set(OWN.address, OWN);
    expect(await factsOf(OWN.address)).toMatchObject({ decimals: 6 });
  });

  it('is looked at again by a daemon that goes on running', async () => {
    const running = source();
    await factsOf(OWN.address, running);
    at.chains.on(NETWORK).give('nobody', { ...OWN, decimals: 18 }, 0n);
    at.session.clock.advance(601);
    await expect(factsOf(OWN.address, running)).rejects.toMatchObject(MISMATCH);
  });

  it('is taken as it is now once an admin has registered it anew', async () => {
    await factsOf(OWN.address);
    at.chains.on(NETWORK).give('nobody', { ...OWN, decimals: 18 }, 0n);
    const { address, name } = OWN;
    await at.tokens.add(networkOf(NETWORK), { address, name, symbol: 'OWN', decimals: 18 }, MASTER);
    expect(await factsOf(OWN.address)).toMatchObject({ decimals: 18, isRegistered: true });
  });
});

describe('a token that is registered', () => {
  it('is refused when its decimals change between registration and its first payment', async () => {
    const { address, name, symbol, decimals } = OWN;
    await at.tokens.add(networkOf(NETWORK), { address, name, symbol, decimals }, MASTER);
    at.chains.on(NETWORK).give('nobody', { ...OWN, decimals: 18 }, 0n);
    await expect(factsOf(OWN.address)).rejects.toMatchObject(MISMATCH);
  });

  it('is never counted as a node says against the built-in value, and no lie of one is pinned', async () => {
    const lie: TokenFacts = { ...OWN, address: USDC, decimals: 18 };
    at.chains.on(NETWORK).give('nobody', lie, 0n);
    await expect(factsOf(USDC)).rejects.toMatchObject(MISMATCH);
    at.chains.on(NETWORK).give('nobody', { ...lie, decimals: 6 }, 0n);
    expect(await factsOf(USDC)).toMatchObject({ decimals: 6, symbol: 'USDC', isRegistered: true });
  });
});

describe('the first use of a token', () => {
  it('pins one thing when two requests are the first at once', async () => {
    const [one, other] = await Promise.all([factsOf(OWN.address), factsOf(OWN.address)]);
    expect(one).toEqual(other);
    expect(await temporary.database.client.tokenPin.count()).toBe(1);
  });

  it('pins nothing where there is no token, which may come later', async () => {
    const { tokens } = at.chains.on(NETWORK);
    tokens.delete(OWN.address);
    expect(await factsOf(OWN.address)).toBeUndefined();
    tokens.set(OWN.address, OWN);
    expect(await factsOf(OWN.address)).toMatchObject({ decimals: 6 });
  });
});
