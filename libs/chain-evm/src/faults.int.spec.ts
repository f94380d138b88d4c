import {
  deployTestToken,
  garbageAnswer,
  mintTestToken,
  otherChain,
  prepare,
  coinTransfer,
  fateOf,
  startAnvil,
  startFaultProxy,
  tooManyRequests,
  type AnvilNode,
  type Fault,
} from '@waiaas/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chainAt, makeAnvilFixture, NETWORK, RECIPIENT, SENDER, type AnvilFixture } from '../test/anvil-fixture.js';
import type { EvmChain } from './index.js';

const UNAVAILABLE = { name: 'DomainError', code: 'ADAPTER_NOT_AVAILABLE' };

let fixture: AnvilFixture;
const open: { close(): Promise<void> }[] = [];

beforeEach(async () => {
  fixture = await makeAnvilFixture();
});

afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
  await fixture.close();
});

async function secondNode(chainId = NETWORK.chainId ?? 0): Promise<AnvilNode> {
  const node = await startAnvil({ chainId, automine: false });
  open.push({ close: () => node.process.kill() });
  return node;
}

/** The fixture's node behind a faulty proxy first and a good one second. */
async function withFaultyFirst(fault: Fault, timeoutMs = 1500): Promise<{ chain: EvmChain; first: AnvilFixture['proxy'] }> {
  const first = await startFaultProxy(fixture.node.url);
  open.push(first);
  await first.inject(fault);
  return { chain: chainAt([first.url, fixture.proxy.url], { timeoutMs }), first };
}

describe('reads over a broken network', () => {
  it.each<[string, Fault]>([
    ['resets connections', { kind: 'refuse' }],
    ['never answers', { kind: 'blackhole' }],
    ['answers too late', { kind: 'latency', ms: 6000 }],
    ['answers garbage', garbageAnswer()],
    ['is asked too much', tooManyRequests(1)],
    ['answers for another chain', otherChain(1)],
    ['fails inside', { kind: 'rpc-error', code: -32603, message: 'internal error' }],
    ['answers without end', garbageAnswer(`"${'x'.repeat(5 * 1024 * 1024)}"`)],
  ])('come from the second endpoint while the first %s', async (_what, fault) => {
    const { chain } = await withFaultyFirst(fault);
    expect(await chain.nativeBalance(SENDER)).toBe(fixture.nativeHeld);
    expect(await chain.gather(coinTransfer(fixture))).toMatchObject({ nativeBalance: fixture.nativeHeld });
    expect(await chain.token(fixture.token.address)).toEqual(fixture.token);
  });

  it('never follow a redirect, though it leads to a good node', async () => {
    const first = await startFaultProxy(fixture.node.url);
    open.push(first);
    await first.inject({ kind: 'answer', status: 307, body: '', headers: { location: fixture.proxy.url } });
    await expect(chainAt([first.url]).nativeBalance(SENDER)).rejects.toMatchObject(UNAVAILABLE);
    expect(fixture.proxy.httpRequests).toBe(0);
  });

  it('fail as unavailable when the node is stopped, and succeed after it goes on', async () => {
    const chain = chainAt([fixture.node.url], { timeoutMs: 1500 });
    expect(await chain.nativeBalance(SENDER)).toBe(fixture.nativeHeld);
    await fixture.node.process.pause();
    await expect(chain.nativeBalance(SENDER)).rejects.toMatchObject(UNAVAILABLE);
    fixture.node.process.resume();
    expect(await chain.nativeBalance(SENDER)).toBe(fixture.nativeHeld);
  });

  it('never come from a real node of another chain', async () => {
    const other = await secondNode(1);
    await other.setBalance(SENDER, 77n);
    expect(await chainAt([other.url, fixture.proxy.url]).nativeBalance(SENDER)).toBe(fixture.nativeHeld);
    await expect(chainAt([other.url]).nativeBalance(SENDER)).rejects.toMatchObject(UNAVAILABLE);
  });

  it('prefer the endpoint that is not minutes behind', async () => {
    const { chain, first } = await withFaultyFirst({ kind: 'stale-head' }, 3000);
    await fixture.node.rpc('evm_increaseTime', 600);
    await fixture.node.mine(5);
    await chain.head();
    first.resetCounts();
    const head = await chain.head();
    expect(head).toEqual({ height: Number(await fixture.node.rpc('eth_blockNumber')), isHealthy: true });
    expect(first.httpRequests).toBe(0);
  });
});

describe('a broadcast over a broken network', () => {
  it.each<[string, Fault]>([
    ['the answer is lost', { kind: 'drop-response' }],
    ['the answer is garbage', garbageAnswer()],
    ['the node is asked too much', tooManyRequests()],
    ['nothing comes back', { kind: 'blackhole' }],
    ['the connection breaks', { kind: 'refuse' }],
    ['the node fails inside', { kind: 'rpc-error', code: -32603, message: 'internal error' }],
  ])('is unknown and sent once when %s', async (_what, fault) => {
    const { chain, first } = await withFaultyFirst({ ...fault, methods: ['eth_sendRawTransaction'] });
    const { signed } = await prepare(fixture, coinTransfer(fixture));
    expect(await chain.broadcast(signed.raw)).toEqual({ outcome: 'unknown' });
    expect(first.calls('eth_sendRawTransaction')).toBe(1);
    expect(fixture.proxy.calls('eth_sendRawTransaction')).toBe(0);
  });

  it('pays once when the answer is lost and the same bytes go to the next endpoint', async () => {
    const { chain } = await withFaultyFirst({ kind: 'drop-response', methods: ['eth_sendRawTransaction'] });
    const { signed, ref } = await prepare(fixture, coinTransfer(fixture));
    expect(await chain.broadcast(signed.raw)).toEqual({ outcome: 'unknown' });
    expect(await chain.broadcast(signed.raw)).toEqual({ outcome: 'known' });
    await fixture.node.mine();
    expect(await chain.broadcast(signed.raw)).toEqual({ outcome: 'rejected', reason: 'nonce-too-low' });
    expect(await fateOf(fixture, ref)).toMatchObject({ state: 'mined', succeeded: true });
    expect(await chain.nativeBalance(RECIPIENT)).toBe(fixture.amount);
  });

  it('pays once when the network duplicates it', async () => {
    await fixture.proxy.inject({ kind: 'duplicate', methods: ['eth_sendRawTransaction'] });
    const { signed } = await prepare(fixture, coinTransfer(fixture));
    expect(await fixture.chain.broadcast(signed.raw)).toEqual({ outcome: 'known' });
    await fixture.node.mine();
    expect(await fixture.chain.nativeBalance(RECIPIENT)).toBe(fixture.amount);
  });

  it('names insufficient funds, a spike of the base fee and a wrong chain in the bytes', async () => {
    const { signed } = await prepare(fixture, coinTransfer(fixture));
    await fixture.node.setBalance(SENDER, 1n);
    expect(await fixture.chain.broadcast(signed.raw)).toEqual({ outcome: 'rejected', reason: 'insufficient-funds' });
    await fixture.node.setBalance(SENDER, fixture.nativeHeld);
    const foreign = await secondNode(1);
    const raw = await foreign.rpc('eth_sendRawTransaction', signed.raw).catch((error: unknown) => String(error));
    expect(raw).toMatch(/chain id/i);
    await fixture.node.rpc('anvil_setNextBlockBaseFeePerGas', '0xffffffffffff');
    await fixture.node.mine();
    expect(await fixture.chain.broadcast(signed.raw)).toEqual({ outcome: 'rejected', reason: 'underpriced' });
  });

  it('rejects a replacement that does not pay more, and lets one that does land', async () => {
    const { chain } = fixture;
    const { intent, params, signed } = await prepare(fixture, coinTransfer(fixture));
    if (params.kind !== 'evm') throw new Error('not EVM parameters');
    await chain.broadcast(signed.raw);
    const send = async (bump: bigint, amount: bigint): Promise<unknown> => {
      const raise = (wei: string): string => ((BigInt(wei) * (100n + bump)) / 100n).toString();
      const bumped = {
        ...params,
        maxFeePerGas: raise(params.maxFeePerGas),
        maxPriorityFeePerGas: raise(params.maxPriorityFeePerGas),
      };
      const unsigned = chain.build({ ...intent, ...coinTransfer(fixture, amount) }, bumped, 0);
      return chain.broadcast(chain.assemble(unsigned, await fixture.sign(unsigned)).raw);
    };
    expect(await send(0n, 1n)).toEqual({ outcome: 'rejected', reason: 'underpriced' });
    expect(await send(25n, 2n)).toEqual({ outcome: 'accepted' });
    await fixture.node.mine();
    expect(await chain.nativeBalance(RECIPIENT)).toBe(2n);
  });
});

describe('fates by two nodes', () => {
  it('are final only once both have the block, though one is behind', async () => {
    const { chain, first } = await withFaultyFirst({ kind: 'stale-head', methods: ['eth_getTransactionReceipt'] }, 3000);
    const swapped = chainAt([fixture.proxy.url, first.url]);
    const attempt = await prepare(fixture, coinTransfer(fixture));
    await fixture.chain.broadcast(attempt.signed.raw);
    await fixture.node.mine();
    await fixture.node.finalize();
    expect(await swapped.fates([attempt.ref])).toMatchObject([{ state: 'mined', isFinal: false }]);
    expect((await chain.fates([attempt.ref]))[0]?.state).not.toBe('dead');
    first.clear();
    expect(await swapped.fates([attempt.ref])).toMatchObject([{ state: 'mined', isFinal: true }]);
  });
});

describe('tokens', () => {
  it('keep every unit up to 2^256 - 1', async () => {
    const most = (1n << 256n) - 1n;
    const token = await deployTestToken(fixture.node, { decimals: 18, symbol: 'BIG', name: 'Big' });
    await mintTestToken(fixture.node, token.address, SENDER, most);
    expect(await fixture.chain.tokenBalance(SENDER, token.address)).toBe(most);
    const attempt = await prepare(
      { ...fixture, token },
      {
        ...coinTransfer(fixture),
        type: 'TOKEN_TRANSFER',
        to: RECIPIENT,
        amount: most.toString(),
        token: { address: token.address, decimals: 18 },
      },
    );
    await fixture.chain.broadcast(attempt.signed.raw);
    await fixture.node.mine();
    expect(await fixture.chain.tokenBalance(RECIPIENT, token.address)).toBe(most);
  });
});
