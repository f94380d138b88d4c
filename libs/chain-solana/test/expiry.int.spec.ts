import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { networkOf } from '@waiaas/core';
import { createSolanaChain, type SolanaChain } from '../src/index.js';
import { coins, fateOf, intentOf, prepare, type Attempt } from './attempt.js';
import { FINALITY, SolanaFixture } from './solana-fixture.js';

let now = Date.now();
const clock = { now: (): number => now };
const MARGIN = { blocks: 300, seconds: 300 };

let fixture: SolanaFixture;
let chain: SolanaChain;
let attempt: Attempt;

async function start(endpoints: number): Promise<void> {
  fixture = await SolanaFixture.start({ endpoints, options: { clock, expiryMargin: MARGIN } });
  chain = fixture.chain;
  attempt = await prepare(fixture, intentOf(fixture, coins(fixture.recipient, 5_000_000n)));
}

/** Makes blocks until the newest final one is this many behind the last that could hold the attempt. */
async function passExpiryBy(blocks: number): Promise<void> {
  const wanted = attempt.params.lastValidBlockHeight + FINALITY + blocks;
  const present = Number(await fixture.node.control.call('getSlot', { commitment: 'processed' }));
  await fixture.tick(wanted - present);
}

async function state(): Promise<string> {
  return (await fateOf(chain, attempt.ref)).state;
}

function endpoint(index: number): SolanaFixture['node']['control'] {
  const found = fixture.node.endpoints[index];
  if (found === undefined) throw new Error('no such endpoint');
  return found;
}

afterEach(() => fixture.close());

describe('expired bytes with one endpoint', () => {
  beforeEach(() => start(1));

  it('are dead only after both the blocks and the seconds of the margin', async () => {
    await passExpiryBy(MARGIN.blocks);
    expect(await state()).toBe('absent');
    now += MARGIN.seconds * 1000;
    expect(await state()).toBe('absent');
    await passExpiryBy(MARGIN.blocks + 1);
    expect(await state()).toBe('absent');
    now += MARGIN.seconds * 1000 - 1;
    expect(await state()).toBe('absent');
    now += 1;
    expect(await state()).toBe('dead');
  });

  it('are not dead for a node that has deleted the blocks they could be in', async () => {
    await passExpiryBy(400);
    await endpoint(0).faults({ results: { getFirstAvailableBlock: attempt.params.lastValidBlockHeight + 300 } });
    await state();
    now += MARGIN.seconds * 1000;
    expect(await state()).toBe('absent');
    await endpoint(0).faults({ reset: true });
    await state();
    now += MARGIN.seconds * 1000;
    expect(await state()).toBe('dead');
  });

  it('are not dead where they landed in time, however late one asks', async () => {
    await chain.broadcast(attempt.signed.raw);
    await fixture.mine();
    await passExpiryBy(2_000);
    now += MARGIN.seconds * 2000;
    expect(await fateOf(chain, attempt.ref)).toMatchObject({ state: 'mined', succeeded: true, isFinal: true });
  });
});

describe('expired bytes with two endpoints', () => {
  beforeEach(() => start(2));

  it('are dead once both say so, without a further margin', async () => {
    await passExpiryBy(0);
    expect(await state()).toBe('absent');
    await passExpiryBy(1);
    expect(await state()).toBe('dead');
  });

  it('are not dead while one of the two is behind', async () => {
    await passExpiryBy(1);
    await endpoint(1).faults({ lagSlots: 1 });
    expect(await state()).toBe('absent');
  });

  it('are not dead on the word of one while the other is away', async () => {
    await passExpiryBy(100);
    await endpoint(1).faults({ down: true });
    expect(await state()).toBe('absent');
    now += MARGIN.seconds * 2000;
    expect(await state()).toBe('absent');
    await endpoint(1).faults({ reset: true });
    now += MARGIN.seconds * 2000;
    await expect.poll(state).toBe('dead');
  });

  it('are not dead where one of the two knows them', async () => {
    await chain.broadcast(attempt.signed.raw);
    await fixture.mine();
    await passExpiryBy(1);
    await endpoint(0).faults({ results: { getSignatureStatuses: { context: { slot: 9_999 }, value: [null] } } });
    expect(await state()).toBe('mined');
  });

  it('outlive a node that names too low a height for them', async () => {
    const { blockhash, lastValidBlockHeight } = attempt.params;
    const value = { blockhash, lastValidBlockHeight: lastValidBlockHeight - 140 };
    await endpoint(0).faults({ results: { getLatestBlockhash: { context: { slot: 1 }, value } } });
    const other = await prepare(fixture, intentOf(fixture, coins(fixture.recipient, 6_000_000n)));
    expect(other.params.lastValidBlockHeight).toBeGreaterThanOrEqual(lastValidBlockHeight);
  });

  it.each([0, 1])('are not made where node %i alone would let them live for as long as it likes', async (index) => {
    const value = { blockhash: attempt.params.blockhash, lastValidBlockHeight: 101_150 };
    const latest = index === 0 ? { getLatestBlockhash: { context: { slot: 1 }, value } } : {};
    await endpoint(index).faults({ results: { getBlockHeight: 101_000, ...latest } });
    const next = prepare(fixture, intentOf(fixture, coins(fixture.recipient, 6_000_000n)));
    await expect(next).rejects.toMatchObject({ code: 'ADAPTER_NOT_AVAILABLE' });
  });

  it('that one node alone calls landed are not final: perhaps no node ever had them', async () => {
    const status = { slot: 1_001, confirmations: null, err: null, confirmationStatus: 'finalized' };
    const landed = { results: { getSignatureStatuses: { context: { slot: 1_100 }, value: [status] } } };
    await endpoint(0).faults(landed);
    expect(await fateOf(chain, attempt.ref)).toMatchObject({ state: 'mined', succeeded: true, isFinal: false });
    await endpoint(1).faults(landed);
    expect(await fateOf(chain, attempt.ref)).toMatchObject({ state: 'mined', succeeded: true, isFinal: true });
  });

  it('that failed are final only where both say so', async () => {
    await chain.broadcast(attempt.signed.raw);
    await fixture.mine();
    await fixture.finalize();
    const err = { InstructionError: [0, 'x'] };
    const lie = (confirmationStatus: string): object => {
      const status = { slot: 1_001, confirmations: null, err, confirmationStatus };
      return { results: { getSignatureStatuses: { context: { slot: 1_100 }, value: [status] } } };
    };
    await endpoint(0).faults(lie('finalized'));
    expect(await state()).toBe('pending');
    await endpoint(1).faults(lie('confirmed'));
    expect(await fateOf(chain, attempt.ref)).toMatchObject({ state: 'mined', succeeded: false, isFinal: false });
    await endpoint(1).faults(lie('finalized'));
    expect(await fateOf(chain, attempt.ref)).toMatchObject({ state: 'mined', succeeded: false, isFinal: true });
  });
});

describe('bytes that were seen in a block', () => {
  beforeEach(() => start(1));

  it('are pending while that block is not confirmed', async () => {
    await chain.broadcast(attempt.signed.raw);
    await fixture.tick(1);
    expect(await state()).toBe('pending');
    await fixture.tick(1);
    expect(await state()).toBe('mined');
  });

  it('are pending until their block is final where only that counts as mined', async () => {
    const { url } = endpoint(0);
    const network = networkOf('solana-devnet');
    const patient = createSolanaChain({ network, endpoints: [url], timeoutMs: 2000, commitment: 'finalized' });
    await patient.broadcast(attempt.signed.raw);
    await fixture.mine();
    expect(await fateOf(patient, attempt.ref)).toEqual({ state: 'pending' });
    await fixture.finalize();
    expect(await fateOf(patient, attempt.ref)).toMatchObject({ state: 'mined', succeeded: true, isFinal: true });
  });

  it('are absent after a reorg, and land again by the same bytes', async () => {
    await chain.broadcast(attempt.signed.raw);
    await fixture.mine();
    await fixture.reorg();
    expect(await state()).toBe('absent');
    await fixture.drop();
    await chain.broadcast(attempt.signed.raw);
    await fixture.mine();
    expect(await state()).toBe('mined');
    expect(await chain.nativeBalance(fixture.recipient)).toBe(5_000_000n);
  });
});
