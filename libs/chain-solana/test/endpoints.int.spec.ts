import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { networkOf } from '@waiaas/core';
import { SOLANA_GENESIS } from '@waiaas/testing';
import { createSolanaChain, type EndpointEvent, type SolanaChain, type SolanaChainOptions } from '../src/index.js';
import { coins, fateOf, intentOf, prepare } from './attempt.js';
import { SolanaFixture } from './solana-fixture.js';

const UNAVAILABLE = { name: 'DomainError', code: 'ADAPTER_NOT_AVAILABLE' };

let fixture: SolanaFixture;
let events: EndpointEvent[];
let chain: SolanaChain;

function chainOn(options: Partial<SolanaChainOptions> = {}): SolanaChain {
  return createSolanaChain({
    network: networkOf('solana-devnet'),
    endpoints: fixture.node.endpoints.map(({ url }) => url),
    timeoutMs: 300,
    onEndpointFailure: (event) => events.push(event),
    ...options,
  });
}

beforeEach(async () => {
  fixture = await SolanaFixture.start({ endpoints: 2 });
  events = [];
  chain = chainOn();
});
afterEach(() => fixture.close());

function first(): { url: string; faults(faults: object): Promise<void> } {
  return fixture.node.control;
}

function second(): { url: string; faults(faults: object): Promise<void> } {
  const [, other] = fixture.node.endpoints;
  if (other === undefined) throw new Error('the fixture has two endpoints');
  return other;
}

async function nativeHeld(): Promise<bigint> {
  return chain.nativeBalance(fixture.sender);
}

describe('a read', () => {
  it.each([
    ['cannot be reached', { down: true }, 'unreachable'],
    ['answers too late', { delayMs: 900 }, 'timeout'],
    ['answers HTTP 429', { http: 429 }, 'rate-limited'],
    ['answers HTTP 500', { http: 500 }, 'http-status'],
    ['answers something that is no JSON', { body: '<html>busy</html>' }, 'garbage'],
    ['answers JSON of no known shape', { body: '[1,2,3]' }, 'garbage'],
    ['answers a result of another type', { results: { getBalance: { value: 'much' } } }, 'garbage'],
    ['answers a negative balance', { results: { getBalance: { context: { slot: 1 }, value: -5 } } }, 'garbage'],
    ['is behind', { rpcError: { code: -32005, message: 'Node is behind by 200 slots' } }, 'behind'],
    ['is another cluster', { genesisHash: SOLANA_GENESIS['solana-mainnet'] }, 'wrong-chain'],
  ])('goes to the next endpoint where one %s', async (_, faults, failure) => {
    await first().faults(faults);
    expect(await nativeHeld()).toBe(fixture.nativeHeld);
    expect(events).toContainEqual({ endpoint: first().url, failure });
  });

  it('goes to the next endpoint where one answers with an error of its own', async () => {
    await first().faults({ rpcError: { code: -32603, message: 'Internal error' }, methods: ['getBalance'] });
    expect(await nativeHeld()).toBe(fixture.nativeHeld);
  });

  it('is a chain error where every endpoint answers with an error, and nothing of their text is shown', async () => {
    const rpcError = { code: -32603, message: 'secret text of a node' };
    await first().faults({ rpcError, methods: ['getBalance'] });
    await second().faults({ rpcError, methods: ['getBalance'] });
    const refused = await nativeHeld().catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'CHAIN_ERROR', message: 'CHAIN_ERROR', details: undefined });
  });

  it('says when to come back where every endpoint is rate-limited', async () => {
    await first().faults({ http: 429 });
    await second().faults({ http: 429 });
    await expect(nativeHeld()).rejects.toMatchObject({ ...UNAVAILABLE, retryAfterSeconds: 2 });
  });

  it('uses no answer of an endpoint of another cluster, wherever it stands', async () => {
    await first().faults({ genesisHash: SOLANA_GENESIS['solana-mainnet'] });
    await second().faults({ genesisHash: SOLANA_GENESIS['solana-testnet'] });
    await expect(nativeHeld()).rejects.toMatchObject(UNAVAILABLE);
    expect(chain.health().map(({ state }) => state)).toEqual(['wrong-chain', 'wrong-chain']);
  });

  it('takes another genesis hash where one is named, and then no other', async () => {
    const genesis = '11111111111111111111111111111111111111111112';
    await first().faults({ genesisHash: genesis });
    const [url] = chainUrls();
    const named = chainOn({ endpoints: [url], genesis });
    expect(await named.nativeBalance(fixture.sender)).toBe(fixture.nativeHeld);
    await expect(chainOn({ endpoints: [second().url], genesis }).nativeBalance(fixture.sender)).rejects.toMatchObject(
      UNAVAILABLE,
    );
  });

  it('returns to an endpoint that came back', async () => {
    let now = Date.now();
    chain = chainOn({ clock: { now: () => now } });
    await first().faults({ down: true });
    await nativeHeld();
    expect(chain.health()[0]).toMatchObject({ state: 'down', lastFailure: 'unreachable' });
    await first().faults({ reset: true });
    now += 60_000;
    await nativeHeld();
    await expect.poll(() => chain.health()[0]?.state).toBe('ok');
    await second().faults({ down: true });
    expect(await nativeHeld()).toBe(fixture.nativeHeld);
  });

  it('keeps the last digit of a balance beyond 2^53', async () => {
    const lamports = 2n ** 60n + 1n;
    await fixture.node.control.fund(fixture.stranger, 1n);
    const value = '{"jsonrpc":"2.0","id":1,"result":{"context":{"slot":1},"value":' + lamports.toString() + '}}';
    await nativeHeld();
    await first().faults({ body: value, methods: ['getBalance'] });
    expect(await nativeHeld()).toBe(lamports);
  });
});

function chainUrls(): [string, string] {
  return [first().url, second().url];
}

describe('a broadcast', () => {
  it.each([
    ['HTTP 429', { http: 429, methods: ['sendTransaction'] }],
    ['garbage', { body: 'garbage', methods: ['sendTransaction'] }],
    ['the signature of something else', { results: { sendTransaction: '5'.repeat(87) } }],
    ['nothing in time', { delayMs: 900 }],
  ])('is unknown, and sent once, where the answer is %s', async (_, faults) => {
    const { signed } = await prepare(fixture, intentOf(fixture, coins(fixture.recipient, 5_000_000n)), chain);
    await first().faults(faults);
    expect(await chain.broadcast(signed.raw)).toEqual({ outcome: 'unknown' });
    const sends = await Promise.all(fixture.node.endpoints.map((endpoint) => endpoint.calls('sendTransaction')));
    expect(sends).toEqual([1, 0]);
  });

  it('goes to the other endpoint the next time', async () => {
    const { signed, ref } = await prepare(fixture, intentOf(fixture, coins(fixture.recipient, 5_000_000n)), chain);
    await first().faults({ http: 429, methods: ['sendTransaction'] });
    await chain.broadcast(signed.raw);
    expect(await chain.broadcast(signed.raw)).toEqual({ outcome: 'accepted' });
    await fixture.mine();
    expect(await fateOf(chain, ref)).toMatchObject({ state: 'mined', succeeded: true });
  });

  it.each([
    [{ code: -32002, message: 'x', data: { err: 'AlreadyProcessed' } }, { outcome: 'known' }],
    [{ code: -32002, message: 'Transaction already processed' }, { outcome: 'known' }],
    [
      { code: -32002, message: 'x', data: { err: 'BlockhashNotFound' } },
      { outcome: 'rejected', reason: 'expired' },
    ],
    [
      { code: -32002, message: 'x', data: { err: 'AccountNotFound' } },
      { outcome: 'rejected', reason: 'insufficient-funds' },
    ],
    [
      { code: -32002, message: 'x', data: { err: { InstructionError: [0, 'x'] } } },
      { outcome: 'rejected', reason: 'simulation' },
    ],
    [
      { code: -32003, message: 'x' },
      { outcome: 'rejected', reason: 'invalid' },
    ],
    [
      { code: -32603, message: 'x' },
      { outcome: 'rejected', reason: 'other' },
    ],
    [{ code: -32005, message: 'Node is behind' }, { outcome: 'unknown' }],
  ])('reads the error %j as %j', async (rpcError, result) => {
    const { signed } = await prepare(fixture, intentOf(fixture, coins(fixture.recipient, 5_000_000n)), chain);
    await first().faults({ rpcError, methods: ['sendTransaction'] });
    expect(await chain.broadcast(signed.raw)).toEqual(result);
  });

  it('never goes to an endpoint of another cluster', async () => {
    const { signed } = await prepare(fixture, intentOf(fixture, coins(fixture.recipient, 5_000_000n)), chain);
    for (const endpoint of fixture.node.endpoints) await endpoint.faults({ genesisHash: SOLANA_GENESIS['solana-mainnet'] });
    expect(await chainOn().broadcast(signed.raw)).toEqual({ outcome: 'unknown' });
    expect(await fixture.node.control.pending()).toBe(0);
  });
});

describe('an endpoint that asks to be left alone', () => {
  let now: number;
  beforeEach(async () => {
    now = Date.now();
    chain = chainOn({ clock: { now: () => now }, timeoutMs: 10_000 });
    await chain.head();
  });

  /** So many seconds each, by one answer of 429 to a question about a balance. */
  async function askForPauses(seconds: readonly (number | undefined)[]): Promise<void> {
    for (const [index, retryAfterSeconds] of seconds.entries()) {
      if (retryAfterSeconds === undefined) continue;
      await fixture.node.endpoints[index]?.faults({ http: 429, httpCount: 1, methods: ['getBalance'], retryAfterSeconds });
    }
  }
  const asked = (method: string) => Promise.all(fixture.node.endpoints.map((endpoint) => endpoint.calls(method)));

  it('is, whatever becomes of the other, and is asked again when its pause is over', async () => {
    await askForPauses([40]);
    expect(await nativeHeld()).toBe(fixture.nativeHeld);
    expect(await asked('getBalance')).toEqual([1, 1]);
    now += 20_000;
    await second().faults({ down: true });
    await expect(nativeHeld()).rejects.toMatchObject({ ...UNAVAILABLE, retryAfterSeconds: 20 });
    await expect(chain.head()).rejects.toMatchObject(UNAVAILABLE);
    expect((await asked('getBalance'))[0]).toBe(1);
    now += 20_000;
    expect(await nativeHeld()).toBe(fixture.nativeHeld);
    expect((await asked('getBalance'))[0]).toBe(2);
  });

  it('is waited for where all do, the one whose pause is over first, if that is soon', async () => {
    await askForPauses([30, 1]);
    expect(await nativeHeld()).toBe(fixture.nativeHeld);
    expect(await asked('getBalance')).toEqual([1, 2]);
  });

  it('is not waited for where none is to be asked soon: nobody is asked, and the caller hears when', async () => {
    await askForPauses([30, 30]);
    await expect(nativeHeld()).rejects.toMatchObject({ ...UNAVAILABLE, retryAfterSeconds: 30 });
    now += 27_500;
    await expect(nativeHeld()).rejects.toMatchObject({ ...UNAVAILABLE, retryAfterSeconds: 3 });
    expect(await asked('getBalance')).toEqual([1, 1]);
  });

  it('has the caller come back when the first pause is over, not the last', async () => {
    await askForPauses([90, 30]);
    await expect(nativeHeld()).rejects.toMatchObject({ ...UNAVAILABLE, retryAfterSeconds: 30 });
    now += 10_000;
    await expect(nativeHeld()).rejects.toMatchObject({ ...UNAVAILABLE, retryAfterSeconds: 20 });
    now += 20_000;
    expect(await nativeHeld()).toBe(fixture.nativeHeld);
    expect(await asked('getBalance')).toEqual([1, 2]);
  });

  it('holds up a broadcast for as short a while, and gets the bytes once', async () => {
    const { signed } = await prepare(fixture, intentOf(fixture, coins(fixture.recipient, 5_000_000n)), chain);
    await askForPauses([30, 31]);
    await expect(nativeHeld()).rejects.toMatchObject(UNAVAILABLE);
    expect(await chain.broadcast(signed.raw)).toEqual({ outcome: 'unknown' });
    expect(await asked('sendTransaction')).toEqual([0, 0]);
    now += 29_000;
    expect(await chain.broadcast(signed.raw)).toEqual({ outcome: 'accepted' });
    expect(await asked('sendTransaction')).toEqual([1, 0]);
  });
});

describe('the head', () => {
  it('is unhealthy while every node calls itself behind', async () => {
    expect(await chain.head()).toMatchObject({ isHealthy: true });
    await fixture.tick(300);
    for (const endpoint of fixture.node.endpoints) await endpoint.faults({ lagSlots: 200 });
    expect(await chain.head()).toMatchObject({ isHealthy: false });
  });

  it('is unhealthy when it has stood still for a minute', async () => {
    let now = Date.now();
    chain = chainOn({ clock: { now: () => now } });
    const { height } = await chain.head();
    now += 61_000;
    expect(await chain.head()).toEqual({ height, isHealthy: false });
    await fixture.tick(1);
    expect(await chain.head()).toEqual({ height: height + 1, isHealthy: true });
  });

  it('is that of the endpoint furthest ahead', async () => {
    const { height } = await chain.head();
    await first().faults({ lagSlots: 50 });
    expect(await chain.head()).toEqual({ height, isHealthy: true });
  });
});
