import { expect, it } from 'vitest';
import type { ChainFixture } from './chain-fixture.js';
import { coinTransfer, fateOf, intentOf, land, prepare, tokenTransfer } from './contract-steps.js';

/** What `fates` may say at each point of an attempt's life. A wrong `dead` pays twice; a wrong `mined` loses a payment. */
export function describeFates(current: () => ChainFixture): void {
  describeLanding(current);
  describeTruth(current);
  describeEnds(current);
}

function describeLanding(current: () => ChainFixture): void {
  it('follows an attempt from absent over pending and mined to final', async () => {
    const fixture = current();
    const { signed, ref } = await prepare(fixture, coinTransfer(fixture));
    expect(await fateOf(fixture, ref)).toEqual({ state: 'absent' });
    await fixture.chain.broadcast(signed.raw);
    // Solana's cluster has no view of what waits: the bytes are absent there until a block has them.
    expect(['pending', 'absent']).toContain((await fateOf(fixture, ref)).state);
    await fixture.mine();
    expect(await fateOf(fixture, ref)).toMatchObject({ state: 'mined', succeeded: true });
    await fixture.finalize();
    expect(await fateOf(fixture, ref)).toMatchObject({ state: 'mined', succeeded: true, isFinal: true });
  });

  it('counts the including block as the first confirmation and never loses one', async () => {
    const fixture = current();
    const attempt = await prepare(fixture, coinTransfer(fixture));
    await land(fixture, attempt);
    const first = await fateOf(fixture, attempt.ref);
    await fixture.finalize();
    const last = await fateOf(fixture, attempt.ref);
    if (first.state !== 'mined' || last.state !== 'mined') throw new Error('the transfer did not land');
    expect(first.confirmations).toBeGreaterThanOrEqual(1);
    expect(last.confirmations).toBeGreaterThanOrEqual(first.confirmations);
    expect(last.blockNumber).toBe(first.blockNumber);
  });
}

function describeTruth(current: () => ChainFixture): void {
  it('answers in the order of the question, unknown hashes as absent', async () => {
    const fixture = current();
    const attempt = await prepare(fixture, coinTransfer(fixture));
    await land(fixture, attempt);
    const unknown = { ...attempt.ref, hash: fixture.unknownHash };
    const states = (await fixture.chain.fates([unknown, attempt.ref, unknown])).map((fate) => fate.state);
    expect(states).toEqual(['absent', 'mined', 'absent']);
    expect(await fixture.chain.fates([])).toEqual([]);
  });

  it('never reports success for a transfer that moved nothing', async () => {
    const fixture = current();
    const { params } = await prepare(fixture, tokenTransfer(fixture, 1n));
    const tooMuch = tokenTransfer(fixture, fixture.tokenHeld + 1n);
    const unsigned = fixture.chain.build(tooMuch, params, await fixture.chain.nextNonce(fixture.sender));
    const signed = fixture.chain.assemble(unsigned, await fixture.sign(unsigned));
    await fixture.chain.broadcast(signed.raw);
    await fixture.mine();
    expect(await fateOf(fixture, fixture.refOf(signed, unsigned))).not.toMatchObject({ succeeded: true });
    expect(await fixture.chain.tokenBalance(fixture.sender, fixture.token.address)).toBe(fixture.tokenHeld);
  });

  it('calls dropped bytes absent while they could still land, and they can', async () => {
    const fixture = current();
    const { signed, ref } = await prepare(fixture, coinTransfer(fixture));
    await fixture.chain.broadcast(signed.raw);
    await fixture.drop(signed.hash);
    expect(await fateOf(fixture, ref)).toEqual({ state: 'absent' });
    await fixture.chain.broadcast(signed.raw);
    await fixture.mine();
    expect(await fateOf(fixture, ref)).toMatchObject({ state: 'mined', succeeded: true });
  });
}

function describeEnds(current: () => ChainFixture): void {
  it('calls bytes dead once they can no longer land, and they cannot', async () => {
    const fixture = current();
    const { signed, ref } = await prepare(fixture, coinTransfer(fixture));
    await fixture.kill(ref);
    expect(await fateOf(fixture, ref)).toEqual({ state: 'dead' });
    expect((await fixture.chain.broadcast(signed.raw)).outcome).not.toBe('accepted');
    await fixture.mine();
    expect(await fixture.chain.nativeBalance(fixture.recipient)).toBe(0n);
  });

  it('takes a mined fate back when its block is reorganised away', async ({ skip }) => {
    const fixture = current();
    if (fixture.reorg === undefined) return skip();
    const attempt = await prepare(fixture, coinTransfer(fixture));
    await land(fixture, attempt);
    await fixture.reorg();
    expect((await fateOf(fixture, attempt.ref)).state).not.toBe('mined');
    expect((await fateOf(fixture, attempt.ref)).state).not.toBe('dead');
    expect(await fixture.chain.nativeBalance(fixture.recipient)).toBe(0n);
  });

  it('lands a self-transfer of nothing, the shape of a cancel', async ({ skip }) => {
    const fixture = current();
    if (fixture.chain.network.chain !== 'ethereum') return skip();
    const attempt = await prepare(fixture, intentOf(fixture, { type: 'TRANSFER', to: fixture.sender, amount: '0' }));
    await land(fixture, attempt);
    expect(await fateOf(fixture, attempt.ref)).toMatchObject({ state: 'mined', succeeded: true });
  });
}
