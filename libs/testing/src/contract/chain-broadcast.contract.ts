import { expect, it } from 'vitest';
import type { ChainFixture } from './chain-fixture.js';
import { coinTransfer, fateOf, land, prepare, tokenTransfer } from './contract-steps.js';

/** What `broadcast` must do with good bytes, bad bytes and lost answers. */
export function describeBroadcast(current: () => ChainFixture): void {
  describeMoves(current);
  describeAnswers(current);
}

function describeMoves(current: () => ChainFixture): void {
  it('moves exactly the amount of a coin transfer, for a fee within the announced bound', async () => {
    const fixture = current();
    const { chain, sender, recipient, amount, nativeHeld } = fixture;
    const attempt = await prepare(fixture, coinTransfer(fixture));
    await land(fixture, attempt);
    expect(await chain.nativeBalance(recipient)).toBe(amount);
    const fee = nativeHeld - amount - (await chain.nativeBalance(sender));
    expect(fee).toBeGreaterThan(0n);
    expect(fee).toBeLessThanOrEqual(chain.maxFee(attempt.intent, attempt.params));
  });

  it('moves exactly the amount of a token transfer, for a fee within the announced bound', async () => {
    const fixture = current();
    const { chain, sender, recipient, token, tokenHeld, nativeHeld } = fixture;
    const attempt = await prepare(fixture, tokenTransfer(fixture, 7n));
    await land(fixture, attempt);
    expect(await chain.tokenBalance(recipient, token.address)).toBe(7n);
    expect(await chain.tokenBalance(sender, token.address)).toBe(tokenHeld - 7n);
    const spent = nativeHeld - (await chain.nativeBalance(sender));
    expect(spent).toBeLessThanOrEqual(chain.maxFee(attempt.intent, attempt.params));
  });

  it('moves nothing a second time when the same bytes are sent again, waiting or landed', async () => {
    const fixture = current();
    const { chain, recipient, amount } = fixture;
    const { signed } = await prepare(fixture, coinTransfer(fixture));
    expect(await chain.broadcast(signed.raw)).toEqual({ outcome: 'accepted' });
    const waiting = await chain.broadcast(signed.raw);
    expect(['accepted', 'known']).toContain(waiting.outcome);
    await fixture.mine();
    await chain.broadcast(signed.raw);
    await fixture.mine();
    expect(await chain.nativeBalance(recipient)).toBe(amount);
  });
}

function describeAnswers(current: () => ChainFixture): void {
  it('answers unknown, not failure, when the answer is lost after the node took the bytes', async () => {
    const fixture = current();
    const { chain, recipient, amount } = fixture;
    const { signed, ref } = await prepare(fixture, coinTransfer(fixture));
    await fixture.loseNextAnswer();
    expect(await chain.broadcast(signed.raw)).toEqual({ outcome: 'unknown' });
    await chain.broadcast(signed.raw);
    await fixture.mine();
    expect((await fateOf(fixture, ref)).state).toBe('mined');
    expect(await chain.nativeBalance(recipient)).toBe(amount);
  });

  it('answers unknown while no endpoint can be reached', async () => {
    const fixture = current();
    const { signed } = await prepare(fixture, coinTransfer(fixture));
    await fixture.disconnect();
    expect(await fixture.chain.broadcast(signed.raw)).toEqual({ outcome: 'unknown' });
  });

  it('answers rejected to bytes that are no transaction, and never throws for them', async () => {
    const { chain } = current();
    const garbage = chain.network.chain === 'ethereum' ? '0x02c0' : Buffer.from('no transaction').toString('base64');
    const answer = await chain.broadcast(garbage);
    expect(answer.outcome).toBe('rejected');
  });
}
