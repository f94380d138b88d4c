import type { AttemptRef } from '@waiaas/core';
import { describe, expect, it } from 'vitest';
import { block, plainNode, scriptedChain } from '../../test/scripted-chain.js';
import { ScriptedError, type ScriptedMethod, type ScriptedNode } from '../../test/scripted-node.js';

const HASH = `0x${'ab'.repeat(32)}`;
const BLOCK_HASH = `0x${'cd'.repeat(32)}`;
const ATTEMPT: AttemptRef = { hash: HASH, from: '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266', nonce: 4 };
// The scripted node stands at block 100, is final up to 90 and has used the nonces up to 4.
const NEXT_NONCE: ScriptedMethod = () => '0x4';

const mined = (height: number, more: object = {}): ScriptedMethod => {
  const number = `0x${height.toString(16)}`;
  return () => ({ transactionHash: HASH, blockNumber: number, blockHash: BLOCK_HASH, status: '0x1', ...more });
};
const minedNode = (height: number, more: object = {}): ScriptedNode =>
  plainNode({ eth_getTransactionReceipt: mined(height, more) });
const waitingNode = (): ScriptedNode => plainNode({ eth_getTransactionByHash: () => ({ hash: HASH, blockNumber: null }) });
const downNode = (): ScriptedNode => {
  const node = plainNode();
  node.override = () => {
    throw new TypeError('fetch failed');
  };
  return node;
};

async function fateBy(...nodes: readonly ScriptedNode[]): Promise<unknown> {
  const [fate] = await scriptedChain(nodes).chain.fates([ATTEMPT]);
  return fate;
}

describe('fates by one endpoint', () => {
  it('counts confirmations from the including block and knows the final ones', async () => {
    expect(await fateBy(minedNode(100))).toEqual({
      state: 'mined',
      blockNumber: 100,
      confirmations: 1,
      succeeded: true,
      isFinal: false,
    });
    expect(await fateBy(minedNode(91))).toMatchObject({ confirmations: 10, isFinal: false });
    expect(await fateBy(minedNode(90))).toMatchObject({ confirmations: 11, isFinal: true });
    expect(await fateBy(minedNode(101))).toMatchObject({ confirmations: 1, isFinal: false });
  });

  it('tells a reverted transaction from one that moved', async () => {
    expect(await fateBy(minedNode(95, { status: '0x0' }))).toMatchObject({ state: 'mined', succeeded: false });
  });

  it('calls what waits pending, whatever became of its nonce', async () => {
    expect(await fateBy(waitingNode())).toEqual({ state: 'pending' });
  });

  it('calls absent bytes dead only when their nonce is consumed at the final block', async () => {
    expect(await fateBy(plainNode())).toEqual({ state: 'dead' });
    expect(await fateBy(plainNode({ eth_getTransactionCount: NEXT_NONCE }))).toEqual({ state: 'absent' });
    const atHeadOnly: ScriptedMethod = (_from, tag) => (tag === '0x5a' ? '0x4' : '0x5');
    expect(await fateBy(plainNode({ eth_getTransactionCount: atHeadOnly }))).toEqual({ state: 'absent' });
  });

  it('looks again before it calls bytes dead: they may have used the nonce themselves', async () => {
    let asked = 0;
    const late: ScriptedMethod = () => (asked++ === 0 ? null : mined(90)());
    expect(await fateBy(plainNode({ eth_getTransactionReceipt: late }))).toEqual({ state: 'absent' });
  });

  it('never calls bytes without a nonce dead', async () => {
    const { chain } = scriptedChain([plainNode()]);
    expect(await chain.fates([{ hash: HASH, from: ATTEMPT.from }])).toEqual([{ state: 'absent' }]);
  });

  it('splits many attempts into requests a node takes', async () => {
    const node = plainNode();
    const { chain } = scriptedChain([node]);
    const attempts = Array.from({ length: 200 }, (_, index) => ({
      ...ATTEMPT,
      hash: `0x${index.toString(16).padStart(64, '0')}`,
    }));
    expect(await chain.fates(attempts)).toHaveLength(200);
    expect(node.count('eth_getTransactionReceipt')).toBe(400);
    expect(node.httpRequests).toBeLessThan(15);
  });
});

describe('finality without a usable tag', () => {
  const tagless =
    (final: unknown, height = 100): ScriptedMethod =>
    (tag) =>
      tag === 'finalized' ? final : block(height);

  it.each([
    null,
    new ScriptedError(-39001, 'unknown block'),
    new ScriptedError(-32602, 'invalid block tag'),
    block(200),
    block(0),
  ])('goes by 32 blocks where the node answers %j', async (final) => {
    const node = (height: number): ScriptedNode =>
      plainNode({ eth_getBlockByNumber: tagless(final), eth_getTransactionReceipt: mined(height) });
    expect(await fateBy(node(68))).toMatchObject({ isFinal: true });
    expect(await fateBy(node(69))).toMatchObject({ isFinal: false });
  });

  it('is not weakened by a node that knew its final block a moment ago', async () => {
    let final: unknown = block(90);
    const node = plainNode({ eth_getBlockByNumber: (tag) => (tag === 'finalized' ? final : block(200)) });
    const { chain } = scriptedChain([node]);
    await chain.fates([ATTEMPT]);
    final = null;
    await expect(chain.fates([ATTEMPT])).rejects.toMatchObject({ code: 'CHAIN_ERROR' });
  });

  it('goes by the configured depth where there is one', async () => {
    const { chain } = scriptedChain([minedNode(95)], { finality: 5 });
    expect(await chain.fates([ATTEMPT])).toMatchObject([{ isFinal: true }]);
  });

  it('knows nothing final on a chain shorter than that', async () => {
    const node = plainNode({ eth_getBlockByNumber: tagless(null, 10) });
    expect(await fateBy(node)).toEqual({ state: 'absent' });
  });
});

describe('a node without old state', () => {
  it('proves a consumed nonce by the block it was first seen in, once that is final', async () => {
    let [head, final] = [100, 90];
    const count: ScriptedMethod = (_from, tag) => (Number(tag) === head ? '0x5' : new ScriptedError(-32000, 'missing trie node'));
    const heights: ScriptedMethod = (tag) => block(tag === 'latest' ? head : tag === 'finalized' ? final : Number(tag));
    const { chain } = scriptedChain([plainNode({ eth_getTransactionCount: count, eth_getBlockByNumber: heights })]);
    expect(await chain.fates([ATTEMPT])).toEqual([{ state: 'absent' }]);
    [head, final] = [109, 99];
    expect(await chain.fates([ATTEMPT])).toEqual([{ state: 'absent' }]);
    [head, final] = [110, 100];
    expect(await chain.fates([ATTEMPT])).toEqual([{ state: 'dead' }]);
  });

  it('starts again when that block was reorganised away', async () => {
    let [head, final, fork] = [100, 90, 0];
    const count: ScriptedMethod = (_from, tag) => (Number(tag) === head ? '0x5' : new ScriptedError(-32000, 'missing trie node'));
    const heights: ScriptedMethod = (tag) => {
      const height = tag === 'latest' ? head : tag === 'finalized' ? final : Number(tag);
      return { ...block(height), hash: `0x${(height + fork).toString(16).padStart(64, '0')}` };
    };
    const { chain } = scriptedChain([plainNode({ eth_getTransactionCount: count, eth_getBlockByNumber: heights })]);
    await chain.fates([ATTEMPT]);
    [head, final, fork] = [110, 100, 1_000_000];
    expect(await chain.fates([ATTEMPT])).toEqual([{ state: 'absent' }]);
    expect(await chain.fates([ATTEMPT])).toEqual([{ state: 'absent' }]);
  });
});

describe('fates by several endpoints', () => {
  it('believes finality and death that every endpoint confirms', async () => {
    expect(await fateBy(minedNode(80), minedNode(80))).toMatchObject({ state: 'mined', isFinal: true });
    expect(await fateBy(plainNode(), plainNode(), plainNode())).toEqual({ state: 'dead' });
  });

  it.each([
    ['has not seen it', plainNode({ eth_getTransactionCount: NEXT_NONCE })],
    ['has it in another block', minedNode(80, { blockHash: `0x${'ef'.repeat(32)}` })],
    ['saw it revert', minedNode(80, { status: '0x0' })],
    ['is not that far', minedNode(95)],
    ['does not answer', downNode()],
    ['is of another chain', plainNode({ eth_chainId: () => '0x1', eth_getTransactionReceipt: mined(80) })],
  ])('holds finality back while the second %s', async (_reason, second) => {
    expect(await fateBy(minedNode(80), second)).toMatchObject({ state: 'mined', succeeded: true, isFinal: false });
  });

  it.each([
    ['has it waiting', waitingNode(), { state: 'pending' }],
    ['does not know the nonce consumed', plainNode({ eth_getTransactionCount: NEXT_NONCE }), { state: 'absent' }],
    ['has it in a block', minedNode(95), { state: 'mined', isFinal: false }],
    ['does not answer', downNode(), { state: 'absent' }],
  ])('holds death back while the second %s', async (_reason, second, fate) => {
    expect(await fateBy(plainNode(), second)).toMatchObject(fate);
  });

  it('needs two of three when one is down', async () => {
    expect(await fateBy(minedNode(80), downNode(), minedNode(80))).toMatchObject({ isFinal: true });
  });

  it('asks the others only about what one of them calls final or dead', async () => {
    const [first, second] = [minedNode(99), minedNode(99)];
    expect(await fateBy(first, second)).toMatchObject({ state: 'mined', isFinal: false });
    expect(second.httpRequests).toBe(0);
  });
});
