import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { evmOwner, type OwnerKey, solanaOwner } from '../../../test/owners/owner-keys.js';
import { addWallet, type Ask, ask, type OwnersFixture, ownersFixture } from '../../../test/owners/owners-fixture.js';
import { OwnerChallengesRepository } from './owner-challenges.repository.js';

let fixture: OwnersFixture;
let owner: OwnerKey;
let walletId: string;

beforeEach(async () => {
  fixture = await ownersFixture();
  owner = evmOwner();
  walletId = await addWallet(fixture, { owner });
});
afterEach(async () => fixture.temporary.drop());

const verify = (clientAddress: string) => ask(fixture, owner, { action: 'verify', walletId, clientAddress });
const freeze = (clientAddress: string) => ask(fixture, owner, { action: 'freeze', clientAddress });
const refusalOf = async (request: Ask, by: OwnerKey = owner): Promise<{ code: string; hint?: string }> =>
  ask(fixture, by, request).then(
    () => Promise.reject(new Error('a challenge was issued')),
    (error: unknown) => error as { code: string; hint?: string },
  );

describe('asking for a challenge', () => {
  it('pins the head of the audit chain in the text', async () => {
    const head = await fixture.temporary.database.transaction((tx) =>
      fixture.audit.append(tx, { eventType: 'DAEMON_STARTED', actor: 'system', details: {}, severity: 'info' }),
    );
    const { message } = await ask(fixture, owner, { action: 'verify', walletId });
    expect(message).toContain(`urn:waiaas:audit:${head.id}:${head.hash}`);
  });

  it('names the network that was asked for, if the wallet has it', async () => {
    const { message } = await ask(fixture, owner, { action: 'verify', walletId, network: 'base-sepolia' });
    expect(message).toContain('\nChain ID: 84532\n');
    expect((await ask(fixture, owner, { action: 'verify', walletId })).message).toContain('\nChain ID: 11155111\n');
    expect(await refusalOf({ action: 'verify', walletId, network: 'base-mainnet' })).toMatchObject({
      code: 'ENVIRONMENT_NETWORK_MISMATCH',
    });
  });

  it('refuses in one and the same way whatever does not exist or is not the caller’s', async () => {
    const facts = fixture.subject.add(walletId, 'ethereum-sepolia');
    const stranger = evmOwner();
    const unknown = '0198f0c1-0000-7000-8000-00000000000f';
    const ownerless = await addWallet(fixture);
    const refusals = [
      await refusalOf({ action: 'approve', transactionId: unknown }),
      await refusalOf({ action: 'approve', transactionId: facts.transactionId }, stranger),
      await refusalOf({ action: 'reject', transactionId: facts.transactionId, walletId: ownerless }),
      await refusalOf({ action: 'verify', walletId: unknown }),
      await refusalOf({ action: 'verify', walletId: ownerless }),
      await refusalOf({ action: 'verify', walletId }, stranger),
      await refusalOf({ action: 'verify', walletId }, solanaOwner()),
      await refusalOf({ action: 'freeze' }, stranger),
    ];
    expect(new Set(refusals.map(({ code, hint }) => `${code} ${String(hint)}`)).size).toBe(1);
    expect(refusals[0]?.code).toBe('OWNER_NOT_CONNECTED');
  });

  it.each([
    ['approve without a transaction', { action: 'approve' }, 'VALIDATION_FAILED'],
    ['verify without a wallet', { action: 'verify' }, 'VALIDATION_FAILED'],
    ['a body the act does not have', { action: 'freeze', body: {} }, 'VALIDATION_FAILED'],
    ['one line for an EVM owner', { action: 'freeze', format: 'line' }, 'VALIDATION_FAILED'],
    ['an address that is none', { action: 'freeze', address: '0x12' }, 'INVALID_ADDRESS'],
    ['limits that are not named', { action: 'loosen' }, 'VALIDATION_FAILED'],
  ] as const)('refuses %s', async (_case, request, code) => {
    expect(await refusalOf(request)).toMatchObject({ code });
  });

  it('refuses a request whose text would have to be shortened', async () => {
    const operation = {
      line: 'L',
      kind: 'TRANSFER',
      target: owner.address,
      amount: '1',
      symbol: 'ETH',
      decimals: 18,
      asset: null,
    };
    const { transactionId } = fixture.subject.add(walletId, 'ethereum-sepolia', {
      type: 'BATCH',
      operations: Array(80).fill(operation),
    });
    expect(await refusalOf({ action: 'approve', transactionId })).toMatchObject({ code: 'INVALID_STATE_TRANSITION' });
  });
});

describe('open challenges', () => {
  it('are at most twenty for one client address, however many ask at once', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 25 }, () => verify('10.0.0.1')));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(20);
    await expect(verify('10.0.0.1')).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    await expect(verify('10.0.0.2')).resolves.toBeDefined();
    await expect(freeze('10.0.0.1')).resolves.toBeDefined();
    fixture.clock.advance(300);
    await expect(verify('10.0.0.1')).resolves.toBeDefined();
  });

  it('are over where the clock is set back behind them: they hold no place, and open nothing', async () => {
    const { client } = fixture.temporary.database;
    const given = await Promise.all(Array.from({ length: 20 }, () => verify('10.0.0.1')));
    fixture.clock.advance(-86_400);
    const repository = new OwnerChallengesRepository(fixture.temporary.database);
    const now = fixture.clock.nowSeconds();
    const burn = (nonce: string) => fixture.temporary.database.transaction((tx) => repository.burn(tx, nonce, now));
    expect(await burn(given[0]?.nonce ?? '')).toBe(false);
    const { nonce } = await verify('10.0.0.1');
    expect(await burn(nonce)).toBe(true);
    expect(await client.ownerChallenge.count()).toBe(21);
  });

  it('give way, the oldest first, when a pool of a thousand is full, and never to the other pool', async () => {
    const { client } = fixture.temporary.database;
    const now = BigInt(fixture.clock.nowSeconds());
    const protectedOne = await freeze('10.9.9.9');
    const row = (index: number) => ({
      nonce: `n${index}`,
      action: 'verify',
      pool: 'ordinary',
      address: owner.address,
      chain: 'ethereum',
      walletId,
      message: 'm',
      clientAddress: `10.1.${index >> 8}.${index & 255}`,
      issuedAt: now - 100n + BigInt(index === 7 ? -1 : 0),
      expiresAt: now + 200n,
    });
    await client.ownerChallenge.createMany({ data: Array.from({ length: 1000 }, (_, index) => row(index)) });
    await verify('10.0.0.1');
    expect(await client.ownerChallenge.count({ where: { pool: 'ordinary' } })).toBe(1000);
    expect(await client.ownerChallenge.findUnique({ where: { nonce: 'n7' } })).toBeNull();
    expect(await client.ownerChallenge.findUnique({ where: { nonce: protectedOne.nonce } })).not.toBeNull();
  });
});
