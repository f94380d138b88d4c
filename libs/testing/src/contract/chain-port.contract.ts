import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChainFixture, MakeChainFixture } from './chain-fixture.js';
import { describeBroadcast } from './chain-broadcast.contract.js';
import { describeFates } from './chain-fates.contract.js';
import { coinTransfer, prepare, tokenTransfer } from './contract-steps.js';

/**
 * What every ChainPort must do, adapters and fakes alike. Each test has a network of its own, made by `make` and closed after it.
 * Call it at the top level of a spec file.
 */
export function chainPortContract(name: string, make: MakeChainFixture): void {
  describe(`${name} keeps the chain port contract`, () => {
    let fixture: ChainFixture;
    beforeEach(async () => {
      fixture = await make();
    });
    afterEach(async () => {
      await fixture.close();
    });
    describeReads(() => fixture);
    describeFacts(() => fixture);
    describeBuilding(() => fixture);
    describeBroadcast(() => fixture);
    describeFates(() => fixture);
  });
}

function describeReads(current: () => ChainFixture): void {
  it('reads what an address holds', async () => {
    const { chain, sender, nativeHeld, token, tokenHeld } = current();
    expect(await chain.nativeBalance(sender)).toBe(nativeHeld);
    expect(await chain.tokenBalance(sender, token.address)).toBe(tokenHeld);
  });

  it('reads zero for an address the network has never seen', async () => {
    const { chain, stranger, token } = current();
    expect(await chain.nativeBalance(stranger)).toBe(0n);
    expect(await chain.tokenBalance(stranger, token.address)).toBe(0n);
  });

  it('knows a token by its address and nothing where none lives', async () => {
    const { chain, token, stranger } = current();
    expect(await chain.token(token.address)).toEqual(token);
    expect(await chain.token(stranger)).toBeUndefined();
    expect(await chain.agreedToken(token.address)).toEqual(token);
    expect(await chain.agreedToken(stranger)).toBeUndefined();
  });

  it('names a nonce on chains that have one, and only there', async () => {
    const { chain, sender } = current();
    const nonce = await chain.nextNonce(sender);
    expect(typeof nonce).toBe(chain.network.chain === 'ethereum' ? 'number' : 'undefined');
    expect(await chain.agreedNonce(sender)).toBe(nonce);
  });

  it('sees the head move on', async () => {
    const fixture = current();
    const before = await fixture.chain.head();
    await fixture.finalize();
    const after = await fixture.chain.head();
    expect(before.isHealthy && after.isHealthy).toBe(true);
    expect(after.height).toBeGreaterThan(before.height);
    expect(await fixture.chain.recentHeight(60_000)).toBeGreaterThanOrEqual(after.height);
    expect(await fixture.chain.recentHeight(0)).toBeGreaterThanOrEqual(after.height);
  });

  it('says when the newest block was made', async () => {
    const { chain } = current();
    expect(await chain.blockTime()).toBeGreaterThan(0);
    expect(Number.isInteger(await chain.blockTime())).toBe(true);
  });

  it('answers ADAPTER_NOT_AVAILABLE to every read while no endpoint can be reached, and recovers', async () => {
    const fixture = current();
    const { chain, sender, token } = fixture;
    await fixture.disconnect();
    const unavailable = { name: 'DomainError', code: 'ADAPTER_NOT_AVAILABLE' };
    await expect(chain.nativeBalance(sender)).rejects.toMatchObject(unavailable);
    await expect(chain.tokenBalance(sender, token.address)).rejects.toMatchObject(unavailable);
    await expect(chain.gather(coinTransfer(fixture))).rejects.toMatchObject(unavailable);
    await expect(chain.fates([{ hash: fixture.unknownHash, from: sender }])).rejects.toMatchObject(unavailable);
    await fixture.reconnect();
    expect(await chain.nativeBalance(sender)).toBe(fixture.nativeHeld);
  });
}

function describeFacts(current: () => ChainFixture): void {
  it('gathers balance, fee and parameters of a coin transfer', async () => {
    const fixture = current();
    const intent = coinTransfer(fixture);
    const facts = await fixture.chain.gather(intent);
    expect(facts.nativeBalance).toBe(fixture.nativeHeld);
    expect(facts.holdings).toEqual([]);
    expect(facts.simulationError).toBeUndefined();
    expect(facts.fee.maxFee).toBeGreaterThan(0n);
    expect(facts.gasPrice.price).toBeGreaterThanOrEqual(facts.gasPrice.tip);
    expect(await fixture.chain.gasPrice()).toEqual(facts.gasPrice);
    expect(facts.fee.maxFee).toBe(fixture.chain.maxFee(intent, facts.params));
  });

  it('gathers the token balance of a token transfer', async () => {
    const fixture = current();
    const facts = await fixture.chain.gather(tokenTransfer(fixture, 1n));
    expect(facts.holdings).toEqual([{ token: fixture.token.address, amount: fixture.tokenHeld }]);
    expect(facts.simulationError).toBeUndefined();
  });

  it('reports a transfer that would fail as a short simulation error, with facts beside it', async () => {
    const fixture = current();
    const tooMuch = tokenTransfer(fixture, fixture.tokenHeld + 1n);
    const facts = await fixture.chain.gather(tooMuch);
    expect(facts.simulationError).toMatch(/^.{1,80}$/);
    expect(facts.holdings).toEqual([{ token: fixture.token.address, amount: fixture.tokenHeld }]);
    expect(facts.fee.maxFee).toBeGreaterThan(0n);
    const failed = { code: 'INTERNAL_ERROR', details: { reason: 'SIMULATION_FAILED' } };
    await expect(fixture.chain.params(tooMuch)).rejects.toMatchObject(failed);
  });

  it('tells accounts from contracts', async () => {
    const { chain, sender } = current();
    expect(await chain.withoutCode([sender])).toEqual([sender]);
    expect(await chain.withoutCode([])).toEqual([]);
  });

  it('gives fresh parameters of the same kind for a further attempt', async () => {
    const fixture = current();
    const intent = coinTransfer(fixture);
    const { params } = await fixture.chain.gather(intent);
    const fresh = await fixture.chain.params(intent);
    expect(fresh.kind).toBe(params.kind);
    expect(fixture.chain.maxFee(intent, fresh)).toBeGreaterThan(0n);
  });
}

function describeBuilding(current: () => ChainFixture): void {
  it('builds the same bytes again from the same intent, parameters and nonce', async () => {
    const fixture = current();
    const { intent, params, unsigned, signed } = await prepare(fixture, coinTransfer(fixture));
    const nonce = await fixture.chain.nextNonce(fixture.sender);
    const again = fixture.chain.build(intent, params, nonce);
    expect(again.payload).toBe(unsigned.payload);
    expect(fixture.chain.assemble(again, await fixture.sign(again))).toEqual(signed);
  });

  it('builds other bytes for another amount', async () => {
    const fixture = current();
    const { params, unsigned } = await prepare(fixture, coinTransfer(fixture));
    const nonce = await fixture.chain.nextNonce(fixture.sender);
    const other = fixture.chain.build(coinTransfer(fixture, fixture.amount + 1n), params, nonce);
    expect(other.payload).not.toBe(unsigned.payload);
  });

  it('refuses a signature of another key and a malformed one', async () => {
    const fixture = current();
    const { unsigned } = await prepare(fixture, coinTransfer(fixture));
    const foreign = await fixture.signAsOther(unsigned);
    expect(() => fixture.chain.assemble(unsigned, foreign)).toThrow();
    expect(() => fixture.chain.assemble(unsigned, 'zz')).toThrow();
    expect(() => fixture.chain.assemble(unsigned, '00'.repeat(64))).toThrow();
  });
}
