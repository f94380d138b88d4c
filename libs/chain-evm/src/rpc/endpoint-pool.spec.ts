import { describe, expect, it } from 'vitest';
import { block, plainNode, scriptedChain } from '../../test/scripted-chain.js';
import { ScriptedError, ScriptedNode } from '../../test/scripted-node.js';

const WALLET = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';
const UNAVAILABLE = { name: 'DomainError', code: 'ADAPTER_NOT_AVAILABLE' };
const unreachable = (): never => {
  throw Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNREFUSED' } });
};

describe('failover along the endpoints', () => {
  it('asks the first and leaves the others alone while it answers', async () => {
    const { chain, nodes } = scriptedChain([plainNode(), plainNode()]);
    await chain.nativeBalance(WALLET);
    expect(nodes.map((node) => node.httpRequests)).toEqual([2, 0]);
  });

  it('goes on to the next when one cannot be reached, and remembers it for a while', async () => {
    const { chain, nodes, events, clock } = scriptedChain([plainNode(), plainNode()]);
    const [first] = nodes;
    if (first === undefined) throw new Error('no node');
    first.override = unreachable;
    expect(await chain.nativeBalance(WALLET)).toBe(100n);
    await chain.nativeBalance(WALLET);
    expect(first.httpRequests).toBe(1);
    expect(events).toEqual([{ endpoint: 'http://node0', failure: 'unreachable' }]);
    expect(chain.endpoints()).toMatchObject([{ state: 'down', lastFailure: 'unreachable' }, { state: 'ok' }]);

    first.override = undefined;
    clock.nowMs += 60_000;
    await chain.nativeBalance(WALLET);
    await chain.nativeBalance(WALLET);
    expect(chain.endpoints()).toMatchObject([{ state: 'ok' }, { state: 'ok' }]);
    // Back from being unreachable it had to name its chain before it was used.
    expect(first.asked.slice(1)).toEqual(['eth_chainId', 'eth_getBalance']);
  });

  it('is not available when nobody can be reached, and is again without waiting', async () => {
    const { chain, nodes } = scriptedChain([plainNode()]);
    const [only] = nodes;
    if (only === undefined) throw new Error('no node');
    only.override = unreachable;
    await expect(chain.nativeBalance(WALLET)).rejects.toMatchObject(UNAVAILABLE);
    only.override = undefined;
    expect(await chain.nativeBalance(WALLET)).toBe(100n);
  });

  it('is not available without any endpoint', async () => {
    const { chain } = scriptedChain([]);
    await expect(chain.nativeBalance(WALLET)).rejects.toMatchObject(UNAVAILABLE);
    expect(await chain.broadcast('0x02')).toEqual({ outcome: 'unknown' });
  });

  it('names how long a node wants to be left alone', async () => {
    const node = plainNode();
    node.override = () => new Response('slow down', { status: 429, headers: { 'retry-after': '7' } });
    const { chain } = scriptedChain([node]);
    await expect(chain.nativeBalance(WALLET)).rejects.toMatchObject({ ...UNAVAILABLE, retryAfterSeconds: 7 });
    expect(chain.endpoints()).toMatchObject([{ lastFailure: 'rate-limited' }]);
  });

  it('leaves a node alone for as long as it asked for, while others take over, and asks it again afterwards', async () => {
    const { chain, nodes, clock } = scriptedChain([plainNode(), plainNode()]);
    const [first, second] = nodes;
    if (first === undefined || second === undefined) throw new Error('no node');
    first.override = () => new Response('slow down', { status: 429, headers: { 'retry-after': '40' } });
    expect(await chain.nativeBalance(WALLET)).toBe(100n);
    const asked = first.httpRequests;
    // The other one fails too: that is no reason to ask the first.
    second.override = unreachable;
    clock.nowMs += 39_000;
    second.override = undefined;
    expect(await chain.nativeBalance(WALLET)).toBe(100n);
    second.override = unreachable;
    clock.nowMs -= 10_000;
    await expect(chain.nativeBalance(WALLET)).rejects.toMatchObject(UNAVAILABLE);
    expect(first.httpRequests).toBe(asked);
    first.override = undefined;
    clock.nowMs += 40_000;
    expect(await chain.nativeBalance(WALLET)).toBe(100n);
    expect(first.httpRequests).toBeGreaterThan(asked);
  });

  it('waits for the node whose pause is over first where all want to be left alone, if that is soon', async () => {
    const { chain, nodes } = scriptedChain([plainNode(), plainNode()]);
    const pauses = ['30', '1'];
    nodes.forEach((node, index) => {
      node.override = () => {
        node.override = undefined;
        return new Response('slow down', { status: 429, headers: { 'retry-after': pauses[index] ?? '' } });
      };
    });
    expect(await chain.nativeBalance(WALLET)).toBe(100n);
    expect(nodes.map((node) => node.asked.includes('eth_getBalance'))).toEqual([false, true]);
  });

  it('has the caller come back when the first pause is over, not the last', async () => {
    const { chain, nodes, clock } = scriptedChain([plainNode(), plainNode()]);
    const pauses = ['90', '30'];
    nodes.forEach((node, index) => {
      node.override = () => {
        node.override = undefined;
        return new Response('slow down', { status: 429, headers: { 'retry-after': pauses[index] ?? '' } });
      };
    });
    await expect(chain.nativeBalance(WALLET)).rejects.toMatchObject({ ...UNAVAILABLE, retryAfterSeconds: 30 });
    clock.nowMs += 10_000;
    await expect(chain.nativeBalance(WALLET)).rejects.toMatchObject({ ...UNAVAILABLE, retryAfterSeconds: 20 });
    clock.nowMs += 20_000;
    expect(await chain.nativeBalance(WALLET)).toBe(100n);
  });

  it('tells nodes that answer with errors of their own from absent ones', async () => {
    const failing = plainNode({ eth_getBalance: () => new ScriptedError(-32000, 'missing trie node') });
    await expect(scriptedChain([failing]).chain.nativeBalance(WALLET)).rejects.toMatchObject({ code: 'CHAIN_ERROR' });
    const { chain } = scriptedChain([failing, plainNode()]);
    expect(await chain.nativeBalance(WALLET)).toBe(100n);
    expect(chain.endpoints()).toMatchObject([{ state: 'ok', lastFailure: 'node-error' }, { state: 'ok' }]);
  });
});

describe('the identity of an endpoint', () => {
  it('never uses an answer of an endpoint of another chain, and says so', async () => {
    const wrong = plainNode({ eth_chainId: () => '0x1', eth_getBalance: () => '0xffff' });
    const { chain, events } = scriptedChain([wrong, plainNode()]);
    expect(await chain.nativeBalance(WALLET)).toBe(100n);
    expect(wrong.asked).toEqual(['eth_chainId']);
    expect(events).toEqual([{ endpoint: 'http://node0', failure: 'wrong-chain' }]);
    expect(chain.endpoints()).toMatchObject([{ state: 'wrong-chain' }, { state: 'ok' }]);
  });

  it('keeps it in quarantine, and takes it back once it names the right chain', async () => {
    let chainId = '0x1';
    const node = plainNode({ eth_chainId: () => chainId });
    const { chain, clock } = scriptedChain([node]);
    await expect(chain.nativeBalance(WALLET)).rejects.toMatchObject(UNAVAILABLE);
    await expect(chain.nativeBalance(WALLET)).rejects.toMatchObject(UNAVAILABLE);
    expect(node.httpRequests).toBe(1);
    chainId = '0x14a34';
    clock.nowMs += 60_001;
    expect(await chain.nativeBalance(WALLET)).toBe(100n);
  });

  it('notices an endpoint that changes its chain between two questions', async () => {
    let chainId = '0x14a34';
    const node = plainNode({ eth_chainId: () => chainId });
    const { chain } = scriptedChain([node]);
    await chain.nativeBalance(WALLET);
    chainId = '0x1';
    await expect(chain.fates([{ hash: `0x${'ab'.repeat(32)}`, from: WALLET, nonce: 0 }])).rejects.toMatchObject(UNAVAILABLE);
    expect(chain.endpoints()).toMatchObject([{ state: 'wrong-chain' }]);
  });

  it('asks again after a while even an endpoint that never failed', async () => {
    const { chain, nodes, clock } = scriptedChain([plainNode()]);
    await chain.nativeBalance(WALLET);
    clock.nowMs += 31_000;
    await chain.nativeBalance(WALLET);
    expect(nodes[0]?.count('eth_chainId')).toBe(2);
  });

  it('does not send bytes to an endpoint of another chain', async () => {
    const { chain, nodes } = scriptedChain([plainNode({ eth_chainId: () => '0x1' })]);
    expect(await chain.broadcast('0x02c0')).toEqual({ outcome: 'unknown' });
    expect(nodes[0]?.count('eth_sendRawTransaction')).toBe(0);
  });
});

describe('a node that falls behind', () => {
  it('is asked after one that is not, until it catches up', async () => {
    let staleSeconds = 120;
    const stale = plainNode({ eth_getBlockByNumber: () => block(50, 1_800_000_000 - staleSeconds) });
    const { chain, nodes, clock } = scriptedChain([stale, plainNode()]);
    expect(await chain.head()).toMatchObject({ isHealthy: false });
    expect(await chain.head()).toEqual({ height: 100, isHealthy: true });
    expect(chain.endpoints()).toMatchObject([
      { state: 'behind', height: 50 },
      { state: 'ok', height: 100 },
    ]);

    staleSeconds = 10;
    clock.nowMs += 16_000;
    await chain.head();
    const before = nodes[1]?.httpRequests;
    expect(await chain.head()).toMatchObject({ height: 50, isHealthy: true });
    expect(nodes[1]?.httpRequests).toBe(before);
  });
});

describe('batches', () => {
  const whole = (body: string): boolean => body.startsWith('[');

  it('asks one by one where a node refuses batches, and never with a batch again', async () => {
    for (const refusal of [
      () => Response.json({ error: { code: -32600, message: 'no batches' } }),
      () => new Response('no', { status: 400 }),
    ]) {
      const node = plainNode();
      const { chain } = scriptedChain([node]);
      const inner = new ScriptedNode(node.methods);
      node.override = (body) => (whole(body) ? refusal() : inner.respond(body));
      expect(await chain.fates([{ hash: `0x${'ab'.repeat(32)}`, from: WALLET }])).toEqual([{ state: 'absent' }]);
      const refused = node.httpRequests - inner.httpRequests;
      await chain.fates([{ hash: `0x${'ab'.repeat(32)}`, from: WALLET }]);
      expect(node.httpRequests - inner.httpRequests).toBe(refused);
    }
  });

  it('reads answers by their id, whatever their order', async () => {
    const node = plainNode();
    const { chain } = scriptedChain([node]);
    const inner = new ScriptedNode(node.methods);
    node.override = async (body) => {
      const response = await inner.respond(body);
      return whole(body) ? Response.json(((await response.json()) as unknown[]).reverse()) : response;
    };
    expect(await chain.head()).toEqual({ height: 100, isHealthy: true });
    expect(await chain.fates([{ hash: `0x${'ab'.repeat(32)}`, from: WALLET }])).toEqual([{ state: 'absent' }]);
  });
});

describe('an endpoint that fails now and then', () => {
  const failing = (): Response => new Response('', { status: 503 });

  async function failThrice({ chain, nodes, clock }: ReturnType<typeof scriptedChain>): Promise<void> {
    const [first] = nodes;
    if (first === undefined) throw new Error('no node');
    for (let times = 0; times < 3; times += 1) {
      first.override = failing;
      await chain.nativeBalance(WALLET);
      first.override = undefined;
      clock.nowMs += 5000;
      // The first question finds it down and looks after it beside; the second may ask it again.
      await chain.nativeBalance(WALLET);
      await expect.poll(() => chain.endpoints()[0]?.state).toBe('ok');
    }
  }

  it('is asked after the others though it is well again, and first again once it has been well for a while', async () => {
    const world = scriptedChain([plainNode(), plainNode()]);
    const { chain, nodes, clock } = world;
    await failThrice(world);
    expect(chain.endpoints().map(({ state, score }) => [state, score < 35])).toEqual([
      ['ok', true],
      ['ok', false],
    ]);
    const before = nodes.map((node) => node.count('eth_getBalance'));
    await chain.nativeBalance(WALLET);
    expect(nodes.map((node, index) => node.count('eth_getBalance') - (before[index] ?? 0))).toEqual([0, 1]);
    clock.nowMs += 180_000;
    await chain.nativeBalance(WALLET);
    expect(nodes.map((node, index) => node.count('eth_getBalance') - (before[index] ?? 0))).toEqual([1, 1]);
    expect(chain.endpoints()[0]?.score).toBeGreaterThan(70);
  });

  it('keeps its say where several must agree', async () => {
    const nothing = { eth_getCode: () => '0x' };
    const world = scriptedChain([plainNode(nothing), plainNode(nothing)]);
    await failThrice(world);
    expect(await world.chain.agreedToken(WALLET)).toBeUndefined();
    const [first] = world.nodes;
    expect(first?.count('eth_getCode')).toBe(1);
  });
});
