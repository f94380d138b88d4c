import { beforeEach, describe, expect, it } from 'vitest';
import { requestHashOf, type AttemptRow } from '../src/index.js';
import { LaneBench } from './lane-bench.js';

const GWEI = 10n ** 9n;
const RAISE = { kind: 'raise', hundredths: 1250n } as const;

let bench: LaneBench;
beforeEach(async () => {
  bench = new LaneBench();
  bench.add('a');
  await bench.run();
});

const attempts = (id = 'a'): readonly AttemptRow[] => bench.store.attemptsOf(id);
const kinds = (id = 'a') => attempts(id).map(({ kind, nonce, state }) => [kind, nonce, state]);
const feesOf = (attempt: AttemptRow | undefined) =>
  attempt?.params.kind === 'evm' ? [attempt.params.maxFeePerGas, attempt.params.maxPriorityFeePerGas] : [];
const paid = async (id = 'a') => bench.chain.nativeBalance(`to-${id}`);

async function settle(): Promise<void> {
  bench.chain.finalize();
  await bench.confirm();
  await bench.confirm();
}

describe('a payment that is sped up', () => {
  it('keeps its nonce and offers an eighth more on both fees, rounded up', async () => {
    expect(await bench.replace('a', { offer: RAISE })).toMatchObject({ ok: true });
    expect(feesOf(attempts()[0])).toEqual(['3000000000', '1000000000']);
    expect(feesOf(attempts()[1])).toEqual(['3375000000', '1125000000']);
    expect(kinds()).toEqual([
      ['original', 0, 'BROADCAST'],
      ['speed-up', 0, 'BROADCAST'],
    ]);
    await settle();
    expect(await paid()).toBe(1000n);
    expect(kinds().map(([, , state]) => state)).toEqual(['REPLACED', 'FINAL']);
    expect(bench.store.rows.get('a')).toMatchObject({ status: 'CONFIRMED', txHash: attempts()[1]?.txHash });
  });

  it('is paid once where the first bytes land after all', async () => {
    const [first] = attempts();
    await bench.replace('a', { offer: RAISE }, false);
    await settle();
    expect(await paid()).toBe(1000n);
    expect(bench.store.rows.get('a')).toMatchObject({ status: 'CONFIRMED', txHash: first?.txHash });
    expect(kinds().map(([, , state]) => state)).toEqual(['FINAL', 'REPLACED']);
  });

  it('sends stored bytes after a crash between storing and sending them, and only those', async () => {
    await bench.replace('a', { offer: RAISE }, false);
    const before = bench.chain.broadcasts;
    bench.now += 2;
    await bench.confirm();
    expect(bench.chain.broadcasts).toBe(before + 1);
    // The first bytes had to go, and are missed by nobody.
    bench.now += 60;
    await bench.confirm();
    expect(bench.chain.broadcasts).toBe(before + 1);
    await settle();
    expect(bench.store.rows.get('a')?.txHash).toBe(attempts()[1]?.txHash);
  });

  it.each([
    ['one fee a wei too low', { maxFeePerGas: 3_375_000_000n, maxPriorityFeePerGas: 1_124_999_999n }, 'offer-too-low'],
    [
      'more than five times the first offer',
      { maxFeePerGas: 15_000_000_001n, maxPriorityFeePerGas: 2n * GWEI },
      'over-bump-factor',
    ],
  ])('is refused for %s', async (_, bid, error) => {
    expect(await bench.replace('a', { offer: { kind: 'exact', bid } })).toEqual({ ok: false, error });
    expect(attempts()).toHaveLength(1);
  });

  it('is refused above the fee cap, to the master too, and below it is the master’s to raise', async () => {
    bench.feeCap = 25_200n * 20n * GWEI;
    const offerOf = (gwei: bigint) =>
      ({
        offer: { kind: 'exact', bid: { maxFeePerGas: gwei * GWEI, maxPriorityFeePerGas: 2n * GWEI } },
        isBounded: false,
      }) as const;
    expect(await bench.replace('a', offerOf(21n))).toEqual({ ok: false, error: 'over-fee-cap' });
    expect(await bench.replace('a', offerOf(20n))).toMatchObject({ ok: true });
  });

  it('is refused where the fees of a day are used up, and the wallet’s coins do not reach', async () => {
    bench.isBudgetSpent = true;
    expect(await bench.replace('a')).toEqual({ ok: false, error: 'over-budget' });
    bench.isBudgetSpent = false;
    bench.chain.fund('sender', -(10n ** 18n) + 10n ** 13n);
    expect(await bench.replace('a')).toEqual({ ok: false, error: 'insufficient-funds' });
  });

  it('is refused while its wallet signs nothing, and once a block holds it', async () => {
    bench.store.isClosed = true;
    expect(await bench.replace('a')).toEqual({ ok: false, error: 'closed' });
    bench.store.isClosed = false;
    const target = bench.target('a');
    bench.chain.mine();
    await bench.confirm();
    expect(await bench.replace('a')).toEqual({ ok: false, error: 'not-replaceable' });
    // The same with what was read a moment before.
    bench.target = () => target;
    expect(await bench.replace('a')).toEqual({ ok: false, error: 'not-replaceable' });
    expect(attempts()).toHaveLength(1);
  });

  it('is not sped up twice at once', async () => {
    const target = bench.target('a');
    bench.target = () => target;
    const both = await Promise.all([bench.replace('a'), bench.replace('a')]);
    expect(both.map(({ ok }) => ok).sort()).toEqual([false, true]);
    expect(attempts()).toHaveLength(2);
  });

  it('pays no more for gas than its request named', async () => {
    bench.add('b', { intent: { ...bench.target('a').row.intent, gasCondition: { maxGasPrice: '3300000000', timeout: 60 } } });
    const row = bench.target('b').row;
    bench.store.rows.set('b', { ...row, requestHash: requestHashOf(row.intent) });
    await bench.run();
    expect(await bench.replace('b', { offer: RAISE })).toEqual({ ok: false, error: 'over-bump-factor' });
    expect(await bench.replace('b', { kind: 'cancel', offer: RAISE })).toMatchObject({ ok: true });
  });
});

describe('a payment that is cancelled on chain', () => {
  it('pays nothing to the wallet itself at its nonce, and ends at finality', async () => {
    expect(await bench.replace('a', { kind: 'cancel' })).toMatchObject({ ok: true });
    bench.chain.mine();
    await bench.confirm();
    expect(bench.statuses()).toEqual({ a: 'SUBMITTED' });
    await settle();
    expect(bench.store.rows.get('a')).toMatchObject({ status: 'CANCELLED', errorCode: 'CANCELLED_BY_REPLACEMENT' });
    expect(await paid()).toBe(0n);
  });

  it('is paid, and says so, where the payment was faster', async () => {
    await bench.replace('a', { kind: 'cancel' }, false);
    await settle();
    expect(bench.statuses()).toEqual({ a: 'CONFIRMED' });
    expect(await paid()).toBe(1000n);
  });

  it('is not sped up any more, but cancelled for more', async () => {
    await bench.replace('a', { kind: 'cancel' });
    expect(await bench.replace('a')).toEqual({ ok: false, error: 'not-replaceable' });
    expect(await bench.replace('a', { kind: 'cancel' })).toMatchObject({ ok: true });
    expect(kinds().map(([kind]) => kind)).toEqual(['original', 'cancel', 'cancel']);
  });

  it('is not paid at another nonce where somebody else used this one', async () => {
    await bench.replace('a', { kind: 'cancel' });
    const [first, second] = attempts();
    bench.chain.drop(first?.txHash ?? '');
    bench.chain.expire({ hash: second?.txHash ?? '', from: 'sender', nonce: 0 });
    const { retry } = await bench.confirm();
    expect(retry).toEqual([]);
    expect(bench.store.rows.get('a')).toMatchObject({ status: 'FAILED', errorCode: 'TRANSACTION_DROPPED' });
  });
});

describe('a reorganisation between two bytes of one nonce', () => {
  it('takes a confirmation back at once where the new block holds the cancel', async () => {
    const raw = attempts()[0]?.raw ?? '';
    await bench.replace('a', { kind: 'cancel' });
    const [first, second] = attempts();
    bench.chain.drop(second?.txHash ?? '');
    await bench.chain.broadcast(raw);
    bench.chain.mine();
    await bench.confirm();
    expect(bench.store.rows.get('a')).toMatchObject({ status: 'CONFIRMED', txHash: first?.txHash });
    bench.chain.reorg();
    await bench.chain.broadcast(second?.raw ?? '');
    bench.chain.mine();
    await bench.confirm();
    expect(bench.statuses()).toEqual({ a: 'SUBMITTED' });
    await settle();
    expect(bench.statuses()).toEqual({ a: 'CANCELLED' });
    expect(kinds().map(([, , state]) => state)).toEqual(['REPLACED', 'FINAL']);
  });
});

describe('the first nonce of a wallet', () => {
  const dear = { price: 8n * GWEI, tip: 1n * GWEI };
  const stuck = async () => {
    bench.now += 61;
    bench.chain.mine();
    return (await bench.confirm()).stuck;
  };

  it('is replaced once it is stuck and outbid, and what waits behind it lands', async () => {
    bench.add('b');
    await bench.run();
    bench.chain.setGasPrice(dear);
    const heads = await stuck();
    expect(heads.map(({ row }) => row.id)).toEqual(['a']);
    await bench.rescue(heads);
    expect(feesOf(attempts()[1])).toEqual(['15000000000', '1125000000']);
    bench.chain.mine();
    await bench.confirm();
    expect(bench.statuses()).toMatchObject({ a: 'CONFIRMED', b: 'SUBMITTED' });
    await bench.rescue(await stuck());
    bench.chain.mine();
    await bench.confirm();
    expect(bench.statuses()).toMatchObject({ b: 'CONFIRMED' });
  });

  it('is left alone while nobody asks for more, however long no block comes', async () => {
    expect(await bench.rescue([bench.target('a')])).toEqual([undefined]);
    expect(attempts()).toHaveLength(1);
  });

  it('offers no more than five times its first offer, and then waits', async () => {
    bench.chain.setGasPrice({ price: 1000n * GWEI, tip: GWEI });
    for (let i = 0; i < 6; i += 1) await bench.rescue(await stuck());
    const offers = attempts().map((attempt) => BigInt(feesOf(attempt)[0] ?? 0));
    expect(offers.at(-1)).toBeLessThanOrEqual(15n * GWEI);
    expect(attempts().length).toBeLessThanOrEqual(2);
  });

  it('is replaced as a cancel where a cancel is what is stuck', async () => {
    await bench.replace('a', { kind: 'cancel', offer: RAISE });
    bench.chain.setGasPrice(dear);
    await bench.rescue(await stuck());
    expect(kinds().map(([kind]) => kind)).toEqual(['original', 'cancel', 'cancel']);
    await settle();
    expect(bench.statuses()).toEqual({ a: 'CANCELLED' });
    expect(await paid()).toBe(0n);
  });
});
