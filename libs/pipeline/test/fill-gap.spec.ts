import { beforeEach, describe, expect, it } from 'vitest';
import { LaneBench } from './lane-bench.js';

let bench: LaneBench;

/** A payment whose bytes wait behind a nonce that nobody holds any more. */
beforeEach(async () => {
  bench = new LaneBench();
  bench.store.hold(0, 'a signature');
  bench.add('behind');
  await bench.run();
  bench.store.giveBack('a signature');
});

const waiting = async (seconds = 61) => {
  bench.now += seconds;
  return (await bench.confirm()).waiting;
};

describe('a nonce that nobody holds below one that waits', () => {
  it('is filled with nothing to the wallet itself, and what waited lands', async () => {
    const before = await bench.chain.nativeBalance('to-behind');
    expect(await bench.fill(await waiting())).toEqual(['fill-2']);
    await bench.run();
    bench.chain.mine(3);
    bench.chain.mine(3);
    await bench.confirm();
    expect(bench.statuses()).toEqual({ behind: 'CONFIRMED', 'fill-2': 'CONFIRMED' });
    expect((await bench.chain.nativeBalance('to-behind')) - before).toBe(1000n);
    expect(bench.store.attemptsOf('fill-2')).toMatchObject([{ nonce: 0 }]);
    expect(bench.store.rows.get('fill-2')).toMatchObject({ origin: 'fill', sessionId: null, maxFee: expect.any(BigInt) });
  });

  it('is left alone until it has waited for a while', async () => {
    expect(await waiting(30)).toEqual([]);
  });

  it('is filled once, and not at all where a request is about to take it', async () => {
    const heads = await waiting();
    await bench.fill(heads);
    expect(await bench.fill(heads)).toEqual([]);
    bench.store.rows.delete('fill-2');
    bench.add('next');
    expect(await bench.fill(heads)).toEqual([]);
  });

  it('waits while the daemon is frozen, the fee is above its cap, or the fees of the day are spent', async () => {
    const heads = await waiting();
    bench.isFrozen = true;
    expect(await bench.fill(heads)).toEqual(['closed']);
    bench.isFrozen = false;
    bench.isBudgetSpent = true;
    expect(await bench.fill(heads)).toEqual(['over-budget']);
    bench.isBudgetSpent = false;
    bench.feeCap = 1n;
    expect(await bench.fill(heads)).toEqual(['over-fee-cap']);
    expect(bench.store.rows.size).toBe(1);
  });

  it('is none where the chain has consumed it, or somebody holds it', async () => {
    const heads = await waiting();
    bench.store.hold(0, 'another signature');
    expect(await bench.fill(heads)).toEqual([]);
  });
});
