import { deployPriceFeed, deployTestToken, setPriceFeed, startAnvil, type AnvilNode } from '@waiaas/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chainAt, NETWORK } from '../../test/anvil-fixture.js';
import type { EvmChain } from '../index.js';

const UNAVAILABLE = { name: 'DomainError', code: 'ADAPTER_NOT_AVAILABLE' };

let nodes: readonly [AnvilNode, AnvilNode];
let chain: EvmChain;
let feed: string;

/** Two nodes that have seen the same transactions: the same contracts at the same addresses. */
beforeAll(async () => {
  const chainId = NETWORK.chainId ?? 0;
  nodes = await Promise.all([startAnvil({ chainId }), startAnvil({ chainId })]);
  chain = chainAt(nodes.map(({ url }) => url));
  [feed = ''] = await Promise.all(nodes.map((node) => deployPriceFeed(node, 8)));
});
afterAll(async () => {
  await Promise.all(nodes.map((node) => node.stop()));
});

const setOn = async (on: readonly AnvilNode[], answer: bigint, updatedAt: number): Promise<void> => {
  for (const node of on) await setPriceFeed(node, feed, answer, updatedAt);
};

describe('a price feed on two real nodes', () => {
  it('is read with its decimals, its round’s time and the time of the block', async () => {
    await setOn(nodes, 250_012_345_678n, 1_800_000_000);
    const reading = await chain.readFeed(feed);
    expect(reading).toMatchObject({ answer: 250_012_345_678n, decimals: 8, updatedAt: 1_800_000_000 });
    expect(reading?.blockAt).toBeGreaterThan(1_700_000_000);
  });

  it('may say what is no price, which is not hidden', async () => {
    await setOn(nodes, -1n, 1_800_000_000);
    expect(await chain.readFeed(feed)).toMatchObject({ answer: -1n });
  });

  it('is nobody’s word while two nodes read it differently', async () => {
    const [honest, liar] = nodes;
    await setOn([honest], 250_000_000_000n, 1_800_000_100);
    await setOn([liar], 2_500_000_000n, 1_800_000_100);
    await expect(chain.readFeed(feed)).rejects.toMatchObject(UNAVAILABLE);
    await setOn([liar], 250_000_000_000n, 1_800_000_100);
    expect(await chain.readFeed(feed)).toMatchObject({ answer: 250_000_000_000n });
  });

  it('is none where another contract stands, or nothing', async () => {
    const [token] = await Promise.all(nodes.map((node) => deployTestToken(node)));
    expect(await chain.readFeed(token?.address ?? '')).toBeUndefined();
    expect(await chain.readFeed('0x8617E340B3D01FA5F11F306F4090FD50E238070D')).toBeUndefined();
  });
});
