import { beforeEach, describe, expect, it } from 'vitest';
import { LaneBench } from './lane-bench.js';

let bench: LaneBench;
beforeEach(() => {
  bench = new LaneBench();
});

const nonces = (): readonly (number | null)[] => [...bench.store.attempts.values()].map(({ nonce }) => nonce);

describe('a lane', () => {
  it('gives rows gapless nonces in their order and broadcasts them', async () => {
    for (const id of ['a', 'b', 'c']) bench.add(id);
    expect(await bench.run()).toEqual({ submitted: 3, stalled: 0 });
    expect(nonces()).toEqual([0, 1, 2]);
    expect(bench.statuses()).toEqual({ a: 'SUBMITTED', b: 'SUBMITTED', c: 'SUBMITTED' });
    bench.chain.mine();
    await bench.confirm();
    expect(bench.statuses()).toEqual({ a: 'CONFIRMED', b: 'CONFIRMED', c: 'CONFIRMED' });
  });

  it('keeps nonces while the signer is away, and signs at them when it is back', async () => {
    for (const id of ['a', 'b']) bench.add(id);
    bench.isSignerAway = true;
    expect(await bench.run()).toEqual({ submitted: 0, stalled: 2 });
    bench.isSignerAway = false;
    bench.add('c');
    expect(await bench.run()).toEqual({ submitted: 3, stalled: 0 });
    expect(nonces()).toEqual([0, 1, 2]);
  });

  it('signs nothing under an order to stop, but what goes to the owner', async () => {
    bench.add('a');
    bench.isStopped = true;
    expect(await bench.run()).toEqual({ submitted: 0, stalled: 1 });
    bench.store.rows.clear();
    bench.store.nonces.clear();
    bench.add('withdrawal', { origin: 'withdraw' });
    expect(await bench.run()).toEqual({ submitted: 1, stalled: 0 });
  });

  it('forgets bytes that were being made when the order came', async () => {
    bench.add('a');
    const build = bench.chain.build.bind(bench.chain);
    bench.chain.build = (...args) => {
      bench.isStopped = true;
      return build(...args);
    };
    expect(await bench.run()).toEqual({ submitted: 0, stalled: 1 });
    expect([...bench.store.attempts.values()]).toMatchObject([{ state: 'RESERVED', raw: null }]);
    bench.isStopped = false;
    bench.chain.build = build;
    expect(await bench.run()).toEqual({ submitted: 1, stalled: 0 });
  });

  it('leaves no gap where a row ends after it was given a nonce', async () => {
    const lapsing = { at: bench.now - 3590, lapsesAt: bench.now + 10, operations: [], usdMicros: null, by: 'owner' } as const;
    const row = bench.add('a', { servedTier: 'APPROVAL' });
    bench.store.rows.set('a', { ...row, approval: { ...lapsing, requestHash: row.requestHash } });
    for (const id of ['b', 'c']) bench.add(id);
    bench.isSignerAway = true;
    await bench.run();
    bench.isSignerAway = false;
    bench.now += 60;
    expect(await bench.run()).toEqual({ submitted: 0, stalled: 2 });
    expect(await bench.run()).toEqual({ submitted: 2, stalled: 0 });
    expect(bench.store.rows.get('a')).toMatchObject({ status: 'FAILED', errorCode: 'APPROVAL_TIMEOUT' });
    expect([...bench.store.nonces.keys()]).toEqual([0, 1]);
    bench.chain.mine();
    await bench.confirm();
    expect(bench.statuses()).toMatchObject({ b: 'CONFIRMED', c: 'CONFIRMED' });
  });

  it('sends nothing behind bytes whose fate is unknown, and all of it once the node is back', async () => {
    for (const id of ['a', 'b', 'c']) bench.add(id);
    bench.chain.loseNextAnswer();
    await bench.run();
    expect(bench.chain.broadcasts).toBe(1);
    expect(bench.statuses()).toEqual({ a: 'SUBMITTED', b: 'SUBMITTED', c: 'SUBMITTED' });
    bench.now += 2;
    await bench.confirm();
    expect(bench.chain.broadcasts).toBe(3);
    bench.chain.mine();
    await bench.confirm();
    expect(bench.statuses()).toEqual({ a: 'CONFIRMED', b: 'CONFIRMED', c: 'CONFIRMED' });
  });

  it('makes new bytes for a submitted row only once its old ones are dead', async () => {
    const [row] = [bench.add('a')];
    await bench.run();
    const [first] = bench.store.attemptsOf(row.id);
    const ref = { hash: first?.txHash ?? '', from: 'sender', nonce: 0 };
    bench.chain.drop(ref.hash);
    expect(await bench.run()).toEqual({ submitted: 0, stalled: 0 });
    bench.chain.expire(ref);
    expect((await bench.confirm()).retry.map(({ id }) => id)).toEqual(['a']);
    await bench.run();
    bench.chain.mine();
    await bench.confirm();
    expect(bench.store.attemptsOf('a').map(({ number, nonce, state }) => [number, nonce, state])).toEqual([
      [1, 0, 'DROPPED'],
      [2, 1, 'MINED'],
    ]);
  });

  it('broadcasts the signed bytes of a second attempt that a crash kept from being sent', async () => {
    bench.add('a');
    await bench.run();
    const [first] = bench.store.attemptsOf('a');
    bench.chain.expire({ hash: first?.txHash ?? '', from: 'sender', nonce: 0 });
    await bench.confirm();
    const markBroadcasting = bench.store.markBroadcasting.bind(bench.store);
    bench.store.markBroadcasting = () => Promise.reject(new Error('killed'));
    await expect(bench.run()).rejects.toThrow('killed');
    bench.store.markBroadcasting = markBroadcasting;
    expect(bench.store.attemptsOf('a').map(({ state }) => state)).toEqual(['DROPPED', 'SIGNED']);
    await bench.run();
    bench.chain.mine();
    await bench.confirm();
    expect(bench.statuses()).toEqual({ a: 'CONFIRMED' });
    expect(bench.store.attemptsOf('a')).toHaveLength(2);
  });
});

describe('what keeps a row from getting bytes', () => {
  it('ends a row whose simulation fails', async () => {
    const facts = await bench.chain.gather(bench.add('a').intent);
    bench.fresh.set('a', { ...facts, simulationError: 'reverted' });
    await bench.run();
    expect(bench.store.rows.get('a')).toMatchObject({ status: 'FAILED', errorCode: 'SIMULATION_FAILED' });
    expect(nonces()).toEqual([]);
  });

  it('ends a row that waited while the money went', async () => {
    bench.add('a', { amount: (10n ** 18n).toString() });
    await bench.run();
    expect(bench.store.rows.get('a')).toMatchObject({ status: 'FAILED', errorCode: 'INSUFFICIENT_FOR_FEE' });
  });

  it('waits for a block where only running rows of the same wallet hold the money', async () => {
    const amount = (6n * 10n ** 17n).toString();
    bench.add('a', { amount });
    bench.add('b', { amount });
    expect(await bench.run()).toEqual({ submitted: 1, stalled: 1 });
    expect(bench.statuses()).toEqual({ a: 'SUBMITTED', b: 'EXECUTING' });
    bench.chain.mine();
    await bench.confirm();
    await bench.run();
    expect(bench.store.rows.get('b')).toMatchObject({ status: 'FAILED', errorCode: 'INSUFFICIENT_BALANCE' });
  });

  it('ends a fee above the cap, and a request that is no longer the one that was judged', async () => {
    const facts = await bench.chain.gather(bench.add('a').intent);
    const dear = { kind: 'evm', gasLimit: '1000000', maxFeePerGas: (10n ** 12n).toString(), maxPriorityFeePerGas: '1' } as const;
    bench.fresh.set('a', { ...facts, params: dear });
    bench.add('b', { requestHash: 'other' });
    await bench.run();
    expect(bench.store.rows.get('a')).toMatchObject({ status: 'FAILED', errorCode: 'FEE_TOO_HIGH' });
    expect(bench.store.rows.get('b')).toMatchObject({ status: 'FAILED', errorCode: 'INTENT_MISMATCH' });
  });

  it('leaves rows as they are while no node answers', async () => {
    bench.add('a');
    bench.chain.goAbsent();
    expect(await bench.run()).toEqual({ submitted: 0, stalled: 1 });
    bench.chain.comeBack();
    expect(await bench.run()).toEqual({ submitted: 1, stalled: 0 });
  });

  it('reports a bug instead of waiting in silence', async () => {
    bench.add('a');
    bench.chain.gather = () => Promise.reject(new TypeError('a bug'));
    expect(await bench.run()).toEqual({ submitted: 0, stalled: 1 });
    expect(bench.reported).toHaveLength(1);
  });
});

describe('a lane on Solana', () => {
  it('plans a reservation anew whose blockhash has grown old', async () => {
    bench = new LaneBench('solana-devnet');
    bench.add('a');
    bench.isSignerAway = true;
    await bench.run();
    bench.isSignerAway = false;
    bench.now += 31;
    expect(await bench.run()).toEqual({ submitted: 1, stalled: 0 });
    expect(bench.store.attemptsOf('a').map(({ number }) => number)).toEqual([1, 2]);
  });
});
