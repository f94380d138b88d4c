import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startAnvil, type AnvilNode } from './anvil-node.js';
import { garbageAnswer, otherChain, tooManyRequests } from './fault.js';
import { startFaultProxy, type FaultProxy } from './fault-proxy.js';

let node: AnvilNode;
let proxy: FaultProxy;

beforeEach(async () => {
  node = await startAnvil({ chainId: 31_337, automine: false });
  proxy = await startFaultProxy(node.url);
});

afterEach(async () => {
  await proxy.close();
  await node.stop();
});

async function ask(...methods: readonly string[]): Promise<Response> {
  const calls = methods.map((method, id) => ({ jsonrpc: '2.0', id, method, params: [] }));
  const body = JSON.stringify(calls.length === 1 ? calls[0] : calls);
  return fetch(proxy.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
}

async function resultOf(method: string): Promise<unknown> {
  return ((await (await ask(method)).json()) as { result?: unknown }).result;
}

describe('the fault proxy', () => {
  it('passes everything on while nothing is injected, and counts it', async () => {
    expect(await resultOf('eth_chainId')).toBe('0x7a69');
    const batch = (await (await ask('eth_chainId', 'eth_blockNumber')).json()) as { result: string }[];
    expect(batch.map((answer) => answer.result)).toEqual(['0x7a69', '0x0']);
    expect([proxy.httpRequests, proxy.calls('eth_chainId'), proxy.calls('eth_blockNumber')]).toEqual([2, 2, 1]);
    proxy.resetCounts();
    expect(proxy.httpRequests).toBe(0);
  });

  it('breaks the named methods only, as often as told', async () => {
    await proxy.inject({ kind: 'rpc-error', code: -1, message: 'no', methods: ['eth_blockNumber'], times: 1 });
    const batch = (await (await ask('eth_chainId', 'eth_blockNumber')).json()) as object[];
    expect(batch).toMatchObject([{ result: '0x7a69' }, { error: { code: -1, message: 'no' } }]);
    expect(await resultOf('eth_blockNumber')).toBe('0x0');
  });

  it('resets the connection without the node hearing of it, or after the node obeyed', async () => {
    const height = async (): Promise<unknown> => node.rpc('eth_blockNumber');
    await proxy.inject({ kind: 'refuse', times: 1 });
    await expect(ask('anvil_mine')).rejects.toThrowError('fetch failed');
    expect(await height()).toBe('0x0');
    await proxy.inject({ kind: 'drop-response', times: 1 });
    await expect(ask('anvil_mine')).rejects.toThrowError('fetch failed');
    expect(await height()).toBe('0x1');
    await proxy.inject({ kind: 'duplicate', times: 1 });
    await ask('anvil_mine');
    expect(await height()).toBe('0x3');
  });

  it('answers for itself: too many requests, garbage, another chain', async () => {
    await proxy.inject({ ...tooManyRequests(3), times: 1 });
    const refused = await ask('eth_chainId');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '3']);
    await proxy.inject({ ...garbageAnswer('<p>'), times: 1 });
    expect(await (await ask('eth_chainId')).text()).toBe('<p>');
    const heal = await proxy.inject(otherChain(1));
    expect(await resultOf('eth_chainId')).toBe('0x1');
    heal();
    expect(await resultOf('eth_chainId')).toBe('0x7a69');
  });

  it('stops a request before the node hears of it, or once it has obeyed, until the gate opens', async () => {
    const height = async (): Promise<unknown> => node.rpc('eth_blockNumber');
    const before = proxy.gate({ methods: ['anvil_mine'], at: 'before' });
    const first = ask('anvil_mine');
    await before.reached();
    expect(await height()).toBe('0x0');
    before.open();
    expect((await first).status).toBe(200);

    const after = proxy.gate({ methods: ['anvil_mine'], at: 'after' });
    const second = ask('anvil_mine');
    await after.reached();
    expect(await height()).toBe('0x2');
    expect(await resultOf('eth_chainId')).toBe('0x7a69');
    proxy.clear();
    expect((await second).status).toBe(200);
  });

  it('stays at an old head', async () => {
    await proxy.inject({ kind: 'stale-head' });
    await node.mine(5);
    expect(await resultOf('eth_blockNumber')).toBe('0x0');
    proxy.clear();
    expect(await resultOf('eth_blockNumber')).toBe('0x5');
  });
});
